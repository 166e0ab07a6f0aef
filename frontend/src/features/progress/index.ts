export { GroupProgressView } from './components/group-progress-view'
export { SetProgressView } from './components/set-progress-view'
export { useText as useProgressText } from './messages'
