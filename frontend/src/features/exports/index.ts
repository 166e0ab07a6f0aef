export { ExportList } from './components/export-list'
export { useText as useExportText } from './messages'
