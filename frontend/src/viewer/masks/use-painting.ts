import { useEffect, useMemo, useState } from 'react'
import type { DrawingInput } from '../drawing'
import type { DrawingFeed } from '../use-drawing'
import type { View } from '../view'
import { PaintHand, type PaintingProps } from './paint-hand'

/** What the keys of a viewport are fed to. */
export interface Hand extends Pick<DrawingFeed, 'feed' | 'now'> {
  isBusy(this: void): boolean
  /** Put the brush down, or lift it: the crosshair paints where it goes. */
  hold(this: void): void
}

export function usePainting(view: View | null, props: PaintingProps): PaintHand {
  const [hand] = useState(() => new PaintHand())
  useEffect(() => hand.stand({ view, ...props }))
  return hand
}

/** The keys move the crosshair of drawing; with a mask tool in hand, Enter paints where it is. */
export function useHand({ feed, now }: DrawingFeed, painting: PaintHand, isPainting: boolean): Hand {
  return useMemo(() => {
    const isBusy = () => painting.stroke !== null || now().stroke !== null
    const hold = () => {
      const { pen } = now()
      if (painting.stroke) painting.end()
      else if (pen) painting.begin(pen)
    }
    const paint = (input: DrawingInput): boolean => {
      const isDown = painting.stroke !== null
      if (input.type === 'enter' || input.type === 'close') {
        hold()
        if (!isDown) painting.end() // a dab
        return true
      }
      if (input.type === 'cancel' && isDown) {
        painting.drop()
        return false
      }
      const wasEdit = feed(input)
      const { pen } = now()
      if (isDown && pen && input.type === 'move-pen') painting.goOn(pen)
      return wasEdit
    }
    return { feed: isPainting ? paint : feed, now, isBusy, hold: isPainting ? hold : () => undefined }
  }, [feed, now, painting, isPainting])
}
