export { SetRegions } from './components/set-regions'
export { RegionTable } from './components/region-table'
