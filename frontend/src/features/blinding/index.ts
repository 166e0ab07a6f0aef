export { BlindNotice } from './components/blind-notice'
export { BlindingLifts } from './components/blinding-lifts'
