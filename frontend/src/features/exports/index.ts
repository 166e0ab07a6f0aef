export { ExportList } from './components/export-list'
export { ReleaseExportList } from './components/release-export-list'
export { useText as useExportText } from './messages'
