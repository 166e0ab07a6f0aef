export { ImportList } from './components/import-list'
