/** What the keys of masks do. */
import type { ViewportHandle } from '@/viewer/viewport-handle'
import type { Command } from '../model/keys'
import type { RoomState } from '../use-room'

type MaskCommand = Extract<Command, { type: 'mask' | 'brush-size' | 'hold-brush' | 'mask-range' }>

export const maskActions = ({ masks }: RoomState, hand: ViewportHandle | null) => ({
  mask: ({ act }: MaskCommand & { type: 'mask' }) => masks.act(act),
  'brush-size': ({ by }: MaskCommand & { type: 'brush-size' }) => masks.resizeBrush(by),
  'hold-brush': () => hand?.holdBrush(),
  'mask-range': () => masks.change({ hasRange: !masks.settings.hasRange }),
})
