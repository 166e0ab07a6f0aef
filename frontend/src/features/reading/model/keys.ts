/** What the keys of the reading room do, and what decides it. */
import type { Tool } from '@/viewer/image-viewport'
import type { FlipAxis, Turn } from '@/viewer/orient'
import type { MaskAct } from '../masks/mask-acts'
import type { AssistCommand } from '../assist/commands'
import type { StageCommand } from '../stage/commands'
import type { AnnotationKind } from './examination'

export type Command =
  | AssistCommand
  | StageCommand
  | { type: 'tool'; tool: Tool }
  | { type: 'label'; key: string }
  | { type: 'slice'; by: number }
  | { type: 'slice-end'; end: 'first' | 'last' }
  | { type: 'image' | 'sample' | 'walk' | 'walk-grip' | 'copy'; by: 1 | -1 }
  | { type: 'pan' | 'move-pen' | 'move-grip' | 'nudge' | 'resize'; dx: number; dy: number }
  | { type: 'zoom'; factor: number }
  | { type: 'brush-size'; by: number }
  | { type: 'mask'; act: MaskAct }
  | { type: 'flag'; flag: 'tentative' | 'bad_quality' | 'no_finding' }
  | { type: 'panel'; side: 'left' | 'right' }
  | { type: 'window'; index: number }
  | { type: 'turn'; to: Turn }
  | { type: 'flip'; axis: FlipAxis }
  | {
      type:
        | 'done'
        | 'undo'
        | 'redo'
        | 'delete'
        | 'edit-label'
        | 'enter'
        | 'close-shape'
        | 'remove-last'
        | 'add-corner'
        | 'remove-corner'
        | 'cancel'
        | 'invert'
        | 'reset'
        | 'fit'
        | 'actual-size'
        | 'magnifier'
        | 'metadata'
        | 'repeat-tool'
        | 'hide'
        | 'hide-all'
        | 'lock'
        | 'keys'
        | 'guideline'
        | 'history'
        | 'next-region'
        | 'hold-brush'
        | 'mask-range'
    }

export interface KeyContext {
  readonly tool: Tool
  readonly hasSelection: boolean
  readonly isDrawing: boolean
  /** The crosshair of drawing without a mouse is shown. */
  readonly hasPen: boolean
  /** A handle of the selected object is held by keys. */
  readonly hasGrip: boolean
  /** The picture, or nothing, has the focus. */
  readonly isOnPicture: boolean
  readonly allowed: readonly AnnotationKind[]
  /** Assistance proposes something. */
  readonly hasProposal?: boolean
  /** The keys that labels have here. */
  readonly labelKeys: readonly string[]
}

export interface KeyPress {
  readonly code: string
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

export type When = (context: KeyContext, chord: string) => boolean
