export interface ReadingRoomProps {
  packageId: string
  /** The sample on screen; without it the first one still to be read. */
  sampleId?: string | undefined
  onSampleChange(this: void, id: string): void
  onExit(this: void): void
}

/** Where a package is read: one sample after the other, always dark. */
export function ReadingRoom({ packageId }: ReadingRoomProps) {
  return <main aria-label="Reading room" data-package={packageId} />
}
