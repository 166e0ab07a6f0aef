import { useImperativeHandle, type Ref, type RefObject } from 'react'
import { alongScreen, canvasPoint, imagePoint, scaleOf, toImage, type ImagePoint } from './coordinates'
import { BEYOND_PRESETS, presetsOf } from './seeing/presets'
import { isOn, type Place } from './shapes'
import type { FlipAxis, Turn } from './orient'
import type { Hand } from './masks/use-painting'
import type { DrawingView, Placing } from './view'
import type { StackViewState } from './use-stack-view'

/** What the keyboard can do with a viewport. */
export interface ViewportHandle {
  step(this: void, by: number): void
  goToEnd(this: void, end: 'first' | 'last'): void
  goTo(this: void, place: Place): void
  invert(this: void): void
  reset(this: void): void
  /** The whole picture as large as it goes; window and orientation stay. */
  fit(this: void): void
  /** Turn the picture a quarter, seen from the reader. */
  turn(this: void, to: Turn): void
  flip(this: void, axis: FlipAxis): void
  zoomBy(this: void, factor: number): void
  panBy(this: void, dx: number, dy: number): void
  setWindow(this: void, width: number, level: number): void
  /** The window or table at this place of the presets; at BEYOND_PRESETS, all values. */
  choosePreset(this: void, index: number): void
  /** An image pixel for each pixel of the screen. */
  showActualSize(this: void): void
  placing(this: void): Placing | null
  setPlacing(this: void, placing: Placing): void
  focus(this: void): void
  /** Show the crosshair in the middle of what is on the screen. */
  showPen(this: void): void
  /** Move the crosshair so many image pixels towards a side of the screen. */
  movePen(this: void, dx: number, dy: number): void
  /** Set a point at the crosshair, or finish what the mouse draws. */
  enter(this: void): void
  /** Finish the shape with the points it has. */
  close(this: void): void
  removeLastPoint(this: void): void
  /** Drop what is being drawn, else put the crosshair away; false when there was neither. */
  cancel(this: void): boolean
  /** Hold the next handle of the selected shape, for keys to move. */
  walkGrip(this: void, by: 1 | -1): void
  moveGrip(this: void, dx: number, dy: number): void
  /** Add a corner after the one that is held; false where the shape has none. */
  addCorner(this: void): boolean
  removeCorner(this: void): boolean
  isDrawing(this: void): boolean
  /** Put the brush down at the crosshair, which paints then where it goes, or lift it. */
  holdBrush(this: void): void
  hasPen(this: void): boolean
  /** Whether keys hold a handle. */
  hasGrip(this: void): boolean
}

export function useViewportHandle(
  ref: Ref<ViewportHandle> | undefined,
  { core, view }: StackViewState,
  { feed, now, isBusy, hold }: Hand,
  root: RefObject<HTMLDivElement | null>,
): void {
  useImperativeHandle(ref, () => {
    const last = (view?.stack.frames.length ?? 1) - 1
    return {
      step: (by) => core.current?.step(by),
      goToEnd: (end) => core.current?.goTo(end === 'first' ? 0 : last),
      goTo: (place) => {
        const index = view?.stack.frames.findIndex((frame) => isOn(frame, place)) ?? -1
        if (index >= 0) core.current?.goTo(index)
      },
      invert: () => core.current?.invert(),
      reset: () => core.current?.reset(),
      fit: () => core.current?.fit(),
      choosePreset: (index) => {
        if (!view) return
        const chosen = presetsOf(view.frame.dataset, view.frame.frame)[index]
        if (chosen) core.current?.choose(chosen.show)
        else if (index === BEYOND_PRESETS) core.current?.choose(null)
      },
      showActualSize: () => {
        if (view) core.current?.zoomBy(1 / (window.devicePixelRatio * scaleOf(view.toCanvas)))
      },
      turn: (to) => core.current?.turn(to),
      flip: (axis) => core.current?.flip(axis),
      zoomBy: (factor) => core.current?.zoomBy(factor),
      panBy: (dx, dy) => core.current?.panBy(dx, dy),
      setWindow: (width, level) => core.current?.setWindow(width, level),
      placing: () => core.current?.placing() ?? null,
      setPlacing: (placing) => core.current?.setPlacing(placing),
      focus: () => root.current?.focus({ preventScroll: true }),
      showPen: () => {
        const { clientWidth = 0, clientHeight = 0 } = root.current ?? {}
        if (view) feed({ type: 'show-pen', at: centreOf(view, clientWidth, clientHeight) })
      },
      movePen: (right, down) => {
        if (!view) return
        const { x, y } = alongScreen(view.toCanvas, right, down)
        feed({ type: 'move-pen', dx: x, dy: y })
      },
      enter: () => feed({ type: 'enter' }),
      close: () => feed({ type: 'close' }),
      removeLastPoint: () => feed({ type: 'remove-last' }),
      cancel: () => {
        const { pen, grip } = now()
        const wasUsed = isBusy() || pen !== null || grip !== null
        feed({ type: 'cancel' })
        return wasUsed
      },
      walkGrip: (by) => feed({ type: 'walk-grip', by }),
      moveGrip: (right, down) => {
        if (!view) return
        const { x, y } = alongScreen(view.toCanvas, right, down)
        feed({ type: 'move-grip', dx: x, dy: y })
      },
      addCorner: () => feed({ type: 'add-corner' }),
      removeCorner: () => feed({ type: 'remove-corner' }),
      isDrawing: isBusy,
      hasPen: () => now().pen !== null,
      hasGrip: () => now().grip !== null,
      holdBrush: hold,
    }
  }, [core, view, feed, now, isBusy, hold, root])
}

function centreOf(view: DrawingView, width: number, height: number): ImagePoint {
  const { x, y } = toImage(view.toCanvas, canvasPoint(width / 2, height / 2))
  return imagePoint(Math.round(x), Math.round(y))
}
