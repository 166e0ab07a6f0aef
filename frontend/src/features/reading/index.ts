export { KeptWork } from './components/kept-work'
export { ReadingRoom, type ReadingRoomProps } from './reading-room'
