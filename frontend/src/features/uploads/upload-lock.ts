/** Keeps two tabs from sending into one upload. Gives a way to let go of it, or nothing where another tab holds it. */
export function holdUpload(uploadId: string): Promise<(() => void) | null> {
  // A browser has no locks on plain http; a second tab is then a matter of the person's care.
  if (typeof navigator.locks === 'undefined') return Promise.resolve(() => undefined)
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`isocenter-upload-${uploadId}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null)
        return new Promise<void>((release) => resolve(release))
      })
      .catch(reject)
  })
}
