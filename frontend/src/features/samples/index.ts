export { SampleGrid } from './components/sample-grid'
