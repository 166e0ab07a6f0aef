export { ReadingRoom, type ReadingRoomProps } from './reading-room'
