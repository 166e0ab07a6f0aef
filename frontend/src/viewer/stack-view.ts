/** One viewport that shows one stack: the imperative core under the React component. */
import { Enums, eventTarget, type RenderingEngine, type StackViewport, type Types } from '@cornerstonejs/core'
import { regainSession } from '@/api/session'
import {
  canvasPoint,
  extentOf,
  imagePoint,
  imageToCanvasTransform,
  imageToWorld,
  type ImagePlane,
} from './coordinates'
import { startEngine } from './engine'
import { nameFrameError } from './frame-error'
import { fit, flip, isFitted, turn, type FlipAxis, type Turn } from './orient'
import type { Bounds } from './geometry'
import { pixelGridOf } from './measuring/decoded'
import { isTable, presetsOf, type Preset, type VoiFunction } from './seeing/presets'
import { forgetTable, shownFunction, shownTable, showAll, showTable, showWindow } from './seeing/show-window'
import { windowOf, type Greys } from './seeing/greys'
import { photoFacts } from './photo-loader'
import type { ImageStack } from './sources'
import type { Placing, View } from './view'
import { ViewTools, type ViewTool } from './view-tools'
import { WheelSteps } from './wheel-steps'

export interface ViewEvents {
  /** The picture, its place on the canvas or its window changed, and is on the screen. */
  onView(view: View): void
  /** Another picture of the stack is asked for. */
  onTarget(stack: ImageStack, index: number): void
  /** The picture at this index cannot be shown. */
  onProblem(stack: ImageStack, index: number, reason: string): void
}

type Image = Types.IImage

const { Events, ViewportType } = Enums
let count = 0

export class StackView {
  private readonly engine: RenderingEngine
  private readonly viewportId = `stack-${(count += 1)}`
  private readonly viewport: StackViewport
  private readonly tools: ViewTools
  private readonly resizing: ResizeObserver
  private stack: ImageStack | null = null
  private target = 0
  /** The picture on the screen is there as a whole; read while the size of the element still holds. */
  private isWhole = true
  private readonly renewed = new Set<string>()
  private readonly wheel = new WheelSteps()

  constructor(
    private readonly element: HTMLDivElement,
    private readonly events: ViewEvents,
  ) {
    this.engine = startEngine()
    this.engine.enableElement({
      viewportId: this.viewportId,
      type: ViewportType.STACK,
      element,
      defaultOptions: { background: [0, 0, 0] },
    })
    this.viewport = this.engine.getViewport<StackViewport>(this.viewportId)
    this.tools = new ViewTools(this.viewportId, this.engine.id)
    this.resizing = new ResizeObserver(this.resize)
    this.resizing.observe(element)
    element.addEventListener(Events.IMAGE_RENDERED, this.tellView)
    element.addEventListener('wheel', this.scroll, { passive: false })
    eventTarget.addEventListener(Events.IMAGE_LOAD_FAILED, this.tellFailure)
  }

  /** Show a stack; the window and the zoom start afresh. */
  async show(stack: ImageStack, index: number): Promise<void> {
    this.stack = stack
    this.target = index
    this.events.onTarget(stack, index)
    if (this.isObstructed(stack, index)) return
    forgetTable(this.viewport)
    await this.viewport.setStack(
      stack.frames.map((frame) => frame.imageId),
      index,
    )
    if (this.stack !== stack || this.viewport.getCornerstoneImage()?.imageId !== stack.frames[index]?.imageId)
      return
    this.showOwnWindow()
    this.keepWindow()
    this.viewport.resetCamera()
    this.viewport.render()
  }

  goTo(index: number): void {
    const { stack } = this
    if (!stack) return
    const wanted = Math.min(Math.max(index, 0), stack.frames.length - 1)
    if (wanted === this.target) return
    this.target = wanted
    this.events.onTarget(stack, wanted)
    if (!this.isObstructed(stack, wanted)) void this.viewport.setImageIdIndex(wanted)
  }

  step(by: number): void {
    this.goTo(this.target + by)
  }

  /**
   * One window for the whole series: else slices that name none get one each, and flicker. Cornerstone keeps a
   * window that was set, but takes setting what is there already for nothing.
   */
  private keepWindow(): void {
    const { voiRange } = this.viewport.getProperties()
    if (!voiRange) return
    const { lower, upper } = voiRange
    this.viewport.setProperties({ voiRange: { lower, upper: upper + (upper - lower) * 1e-6 } }, true)
    this.viewport.setProperties({ voiRange })
  }

  /** Ask again for a picture that could not be loaded. */
  retry(): void {
    if (this.stack) void this.show(this.stack, this.target)
  }

  useLeftButtonFor(tool: ViewTool | null): void {
    this.tools.useLeftButtonFor(tool)
  }

  invert(): void {
    this.viewport.setProperties({ invert: !this.viewport.getProperties().invert })
    this.viewport.render()
  }

  setWindow(width: number, level: number, shape: VoiFunction = 'LINEAR'): void {
    showWindow(this.viewport, { width, level, shape })
    this.viewport.render()
  }

  /** Show a window or a table of the image; null shows all values. */
  choose(show: Preset['show']): void {
    if (show === null) showAll(this.viewport)
    else if (isTable(show)) showTable(this.viewport, show)
    else showWindow(this.viewport, show)
    this.viewport.render()
  }

  /** Cornerstone itself knows the straight windows of an image only. */
  private showOwnWindow(): void {
    const { dataset = null, frame = 1 } = this.stack?.frames[this.target] ?? {}
    const own = presetsOf(dataset, frame).find(({ known }) => known === null)?.show
    if (own && (isTable(own) || own.shape !== 'LINEAR')) this.choose(own)
  }

  /**
   * Back to the window, the greys and the place the picture began with. Not through `resetProperties`: that
   * shows MONOCHROME1 the wrong way round (5.14.0).
   */
  reset(): void {
    const image = this.viewport.getCornerstoneImage() as Image | undefined
    const width = first(image?.windowWidth)
    const level = first(image?.windowCenter)
    if (width !== undefined && level !== undefined) this.setWindow(width, level)
    this.showOwnWindow()
    const isMonochrome1 = this.stack?.frames[this.target]?.isMonochrome1 ?? false
    this.viewport.setProperties({ invert: isMonochrome1 })
    this.viewport.resetCamera()
    this.viewport.render()
  }

  fit(): void {
    fit(this.viewport, this.extent)
    this.viewport.render()
  }

  turn(to: Turn): void {
    turn(this.viewport, to, this.extent)
    this.viewport.render()
  }

  flip(axis: FlipAxis): void {
    flip(this.viewport, axis)
    this.viewport.render()
  }

  zoomBy(factor: number): void {
    this.viewport.setZoom(this.viewport.getZoom() * factor)
    this.viewport.render()
  }

  panBy(dx: number, dy: number): void {
    const [x, y] = this.viewport.getPan()
    this.viewport.setPan([x + dx, y + dy])
    this.viewport.render()
  }

  placing(): Placing {
    const [x, y] = this.viewport.getPan()
    return { zoom: this.viewport.getZoom(), pan: [x, y] }
  }

  setPlacing({ zoom, pan }: Placing): void {
    this.viewport.setZoom(zoom)
    this.viewport.setPan([...pan])
    this.viewport.render()
  }

  destroy(): void {
    this.resizing.disconnect()
    this.element.removeEventListener(Events.IMAGE_RENDERED, this.tellView)
    this.element.removeEventListener('wheel', this.scroll)
    eventTarget.removeEventListener(Events.IMAGE_LOAD_FAILED, this.tellFailure)
    this.tools.destroy()
    this.engine.disableElement(this.viewportId)
  }

  /** Where the picture lies on the canvas. */
  private readonly extent = (): Bounds | null => {
    const view = this.view()
    return view && extentOf(view.toCanvas, view.size)
  }

  /** What filled the room fills it afterwards. */
  private readonly resize = (): void => {
    const wasFitted = this.isWhole
    this.engine.resize(true, true)
    if (wasFitted) this.fit()
  }

  private readonly tellView = (): void => {
    const view = this.view()
    if (!view) return
    this.isWhole = isFitted(this.viewport, this.extent)
    this.events.onView(view)
  }

  private readonly scroll = (event: WheelEvent): void => {
    event.preventDefault()
    const steps = this.wheel.turn(event)
    if (steps) this.step(steps)
  }

  private readonly tellFailure = (event: Event): void => {
    const { imageId, error } = (event as CustomEvent<{ imageId: string; error: unknown }>).detail
    const { stack, target } = this
    if (stack?.frames[target]?.imageId === imageId) void this.answerFailure(stack, target, error)
  }

  /** A session that ran out is renewed once per picture; every other failure is told. */
  private async answerFailure(stack: ImageStack, index: number, error: unknown): Promise<void> {
    const { status, reason } = nameFrameError(error)
    const { imageId } = stack.frames[index]!
    if (status === 401 && !this.renewed.has(imageId)) {
      this.renewed.add(imageId)
      if (await regainSession()) {
        if (this.stack === stack && this.target === index) this.retry()
        return
      }
    }
    this.events.onProblem(stack, index, reason)
  }

  /** What would only give a black picture is not tried, but told. */
  private isObstructed(stack: ImageStack, index: number): boolean {
    const reason = stack.frames[index]?.obstacle
    if (reason) this.events.onProblem(stack, index, reason)
    return Boolean(reason)
  }

  private view(): View | null {
    const image = this.viewport.getCornerstoneImage() as Image | undefined
    const index = this.stack?.frames.findIndex((frame) => frame.imageId === image?.imageId) ?? -1
    const frame = this.stack?.frames[index]
    const data = this.viewport.getImageData() as ReturnType<StackViewport['getImageData']> | undefined
    if (!image || !this.stack || !frame || !data) return null
    const photo = photoFacts(image.imageId)
    const { reduction } = frame
    // Of a reduced frame the last row and column may stand for less than a block.
    const whole = reduction > 1 ? frame.size : { columns: image.columns, rows: image.rows }
    const size = photo?.size ?? whole
    if (!size) return null
    const plane = photo ? PIXEL_PLANE : planeOf(data)
    const { voiRange, invert } = this.viewport.getProperties()
    const greys: Greys = {
      lower: voiRange?.lower ?? 0,
      upper: voiRange?.upper ?? 255,
      shape: shownFunction(this.viewport),
      table: shownTable(this.viewport),
      isReversed: Boolean(invert),
    }
    return {
      stack: this.stack,
      index,
      frame,
      place: { sopInstanceUid: frame.sopInstanceUid, frame: frame.frame },
      calibration: frame.calibration,
      size,
      toCanvas: imageToCanvasTransform(size, (p) => {
        const sent = imagePoint(p.x / reduction, p.y / reduction)
        const [x, y] = this.viewport.worldToCanvas([...imageToWorld(plane, sent)] as [number, number, number])
        return canvasPoint(x, y)
      }),
      greys,
      window: image.color || !voiRange ? null : windowOf(greys),
      isInverted: Boolean(invert) !== frame.isMonochrome1,
      isLossy: photo?.isLossy ?? frame.isLossy,
      pixels: pixelGridOf(image),
      shownPart: photo ? photo.shown.columns / photo.size.columns : 1 / reduction,
    }
  }
}

const first = (value: number | number[] | undefined): number | undefined =>
  Array.isArray(value) ? value[0] : value

/** The world of a photograph counts pixels of the original, whatever is shown of it. */
const PIXEL_PLANE: ImagePlane = {
  origin: [0, 0, 0],
  columnDirection: [1, 0, 0],
  rowDirection: [0, 1, 0],
  columnSpacing: 1,
  rowSpacing: 1,
}

function planeOf(data: {
  origin: ArrayLike<number>
  direction: ArrayLike<number>
  spacing: ArrayLike<number>
}): ImagePlane {
  const { origin: o, direction: d, spacing } = data
  return {
    origin: [o[0]!, o[1]!, o[2]!],
    columnDirection: [d[0]!, d[1]!, d[2]!],
    rowDirection: [d[3]!, d[4]!, d[5]!],
    columnSpacing: spacing[0]!,
    rowSpacing: spacing[1]!,
  }
}
