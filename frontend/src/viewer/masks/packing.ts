/** Voxels as they travel and are kept: the runs by zlib and base64, beside the hash that tells them from others. */
import { unzlibSync, zlibSync } from 'fflate'
import { countOf, decoded, encoded, isEmpty, NONE, type Runs } from './runs'
import { sha256 } from './sha256'

/** What a mask has on one picture; never nothing. */
export interface MaskSlice {
  /** SHA-256 of the runs before they are packed. */
  readonly hash: string
  readonly voxels: number
  readonly runs: string
}

const CHUNK = 0x8000

function base64(bytes: Uint8Array): string {
  let letters = ''
  for (let i = 0; i < bytes.length; i += CHUNK) {
    letters += String.fromCharCode(...bytes.subarray(i, i + CHUNK))
  }
  return btoa(letters)
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

export const packed = (runs: Runs): string => base64(zlibSync(encoded(runs)))

export const unpacked = (text: string): Runs => decoded(unzlibSync(bytesOf(text)))

export const hashOf = (runs: Runs): string | null => (isEmpty(runs) ? null : sha256(encoded(runs)))

export function sliceOf(runs: Runs): MaskSlice | null {
  if (isEmpty(runs)) return null
  const bytes = encoded(runs)
  return { hash: sha256(bytes), voxels: countOf(runs), runs: base64(zlibSync(bytes)) }
}

export const voxelsOf = (slice: MaskSlice | null | undefined): Runs => (slice ? unpacked(slice.runs) : NONE)
