import type { Upload } from '@/api/types'
import { fileState, readAllItems, readUnfinished } from './api'
import { pieceBytes } from './send-file'
import type { ChosenFile } from './upload-queue'
import { holdUpload } from './upload-lock'

/** An upload that goes on: what of it has arrived, and how to let go of it. */
export interface Found {
  upload: Upload
  isThere: (chosen: ChosenFile) => boolean
  release: () => void
}

/** However many files were chosen: those begun are among the first, since they are sent in order. */
const askedAbout = 20

/** The upload that was cut while these files were being sent into the set, if there is one. */
export async function findUnfinished(
  setId: string | null,
  files: readonly ChosenFile[],
): Promise<Found | null> {
  for (const upload of await readUnfinished(setId)) {
    const release = await holdUpload(upload.id)
    if (!release) continue
    const isThere = await arrived(upload)
    if (
      files.some(isThere) ||
      (await hasBegunOne(
        upload,
        files.filter((file) => !isThere(file)),
      ))
    )
      return { upload, isThere, release }
    release()
  }
  return null
}

/** The same file is the one with the same path and size. */
async function arrived({ id }: Upload): Promise<Found['isThere']> {
  const sizes = new Map((await readAllItems(id)).map(({ path, size_bytes: size }) => [path, size]))
  return ({ path, file }) => sizes.get(path) === file.size
}

async function hasBegunOne(upload: Upload, files: readonly ChosenFile[]): Promise<boolean> {
  if (upload.counts.incomplete === 0) return false
  const large = files.filter(({ file }) => file.size > pieceBytes).slice(0, askedAbout)
  for (const { path, file } of large) {
    const state = await fileState(upload.id, path)
    if (state.total_bytes === file.size) return true
  }
  return false
}
