export { labelsQuery } from './api'
export { LabelList } from './components/label-list'
