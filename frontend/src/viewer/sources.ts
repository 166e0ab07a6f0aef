/** What the viewer can be asked to show, and what it found there. */
import type { ImagePlane, ImageSize } from './coordinates'
import type { DicomDataset } from './dicom-json'

/** A DICOM series, or one instance of it, read over DICOMweb under the identity rule of a set. */
export interface DicomSource {
  readonly kind: 'series' | 'instance'
  readonly id: string
  readonly setId: string
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  /** The only instance shown when the kind is `instance`. */
  readonly sopInstanceUid: string | null
  /** Shown beside the set, and not of it: the reader's own way to it, telling no more of the patient than the set. */
  readonly isBeside?: boolean
}

/** A photograph (JPEG, PNG) at an address of this server. */
export interface PhotoSource {
  readonly kind: 'photo'
  readonly id: string
  readonly contentUrl: string
  /** Of the whole picture, which may come smaller. */
  readonly size: ImageSize | null
}

export type ImageSource = DicomSource | PhotoSource

/** How many millimetres a pixel stands for, and how we know. */
export interface Calibration {
  readonly columnMm: number
  readonly rowMm: number
  readonly from:
    'pixel spacing' | 'ultrasound region' | 'magnification' | 'source distances' | 'detector' | 'reader'
}

/** One picture of a stack: a frame of an instance, or a photograph. */
export interface StackFrame {
  readonly imageId: string
  readonly sopInstanceUid: string | null
  /** 1-based within its instance. */
  readonly frame: number
  /** Millimetres along the normal of the series, where the positions are known. */
  readonly positionMm: number | null
  /** Size of the original; unknown until a photograph has been read. */
  readonly size: ImageSize | null
  /** Of a frame beyond the graphics, one pixel is sent for a block of so many each way; of others 1. */
  readonly reduction: number
  /** What the image says of the picture as a whole. */
  readonly calibration: Calibration | null
  /** What DICOMweb gave of the instance; null of a photograph. */
  readonly dataset: DicomDataset | null
  readonly isLossy: boolean
  readonly isMonochrome1: boolean
  readonly isColour: boolean
  /** Where its pixels lie in the patient, where the image says so. */
  readonly plane: ImagePlane | null
  /** What coordinates it shares with other images. */
  readonly frameOfReferenceUid: string | null
  /** Why it cannot be shown, where that is known beforehand. */
  readonly obstacle: string | null
}

export interface ImageStack {
  readonly sourceId: string
  readonly description: string
  readonly frames: readonly StackFrame[]
  /** Pictures per second, where the image says how fast it is meant to run. */
  readonly frameRate?: number | null
}

/** Why a picture cannot be shown, in words for the reader. */
export class ImageProblem extends Error {}
