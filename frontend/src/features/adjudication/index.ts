export { AdjudicationQueue } from './components/adjudication-queue'
export { AdjudicationRoom } from './components/adjudication-room'
export { useText as useAdjudicationText } from './messages'
