/** One viewport that shows one stack: the imperative core under the React component. */
import { Enums, eventTarget, utilities, type RenderingEngine, type StackViewport } from '@cornerstonejs/core'
import {
  canvasPoint,
  imageToCanvasTransform,
  imageToWorld,
  type Affine,
  type ImagePlane,
  type ImageSize,
} from './coordinates'
import { startEngine } from './engine'
import { nameFrameError } from './frame-error'
import { photoFacts } from './photo-loader'
import type { ImageStack, StackFrame } from './sources'
import { ViewTools, type ViewTool } from './view-tools'
import { maxTextureSize } from './webgl'
import { regainSession } from '@/api/session'

/** What is on the screen after a rendering. */
export interface View {
  readonly stack: ImageStack
  readonly index: number
  readonly frame: StackFrame
  readonly size: ImageSize
  readonly toCanvas: Affine
  /** Window width and level in the values of the image; null for colour. */
  readonly window: { readonly width: number; readonly level: number } | null
  /** The reader turned the greys round (a MONOCHROME1 image is not inverted by being shown properly). */
  readonly isInverted: boolean
  readonly isLossy: boolean
  readonly isReduced: boolean
}

export interface ViewEvents {
  /** The picture, its place on the canvas or its window changed, and is on the screen. */
  onView(view: View): void
  /** Another picture of the stack is asked for. */
  onTarget(stack: ImageStack, index: number): void
  /** The picture at this index cannot be shown. */
  onProblem(stack: ImageStack, index: number, reason: string): void
}

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
  private readonly renewed = new Set<string>()

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
    this.viewport = this.engine.getViewport(this.viewportId) as StackViewport
    this.tools = new ViewTools(this.viewportId, this.engine.id)
    this.resizing = new ResizeObserver(() => this.engine.resize(true, true))
    this.resizing.observe(element)
    element.addEventListener(Events.IMAGE_RENDERED, this.tellView)
    element.addEventListener(Events.PRE_STACK_NEW_IMAGE, this.tellTarget)
    eventTarget.addEventListener(Events.IMAGE_LOAD_FAILED, this.tellFailure)
  }

  /** Show a stack; the window and the zoom start afresh. */
  async show(stack: ImageStack, index = stack.start): Promise<void> {
    this.stack = stack
    this.target = index
    const tooLarge = this.tooLarge(stack.frames[index])
    if (tooLarge) {
      this.events.onProblem(stack, index, tooLarge)
      return
    }
    this.events.onTarget(stack, index)
    await this.viewport.setStack(
      stack.frames.map((frame) => frame.imageId),
      index,
    )
    if (this.stack !== stack || this.viewport.getCornerstoneImage()?.imageId !== stack.frames[index]?.imageId) return
    this.viewport.resetProperties()
    this.viewport.resetCamera()
    this.viewport.render()
  }

  goTo(index: number): void {
    const last = (this.stack?.frames.length ?? 0) - 1
    const wanted = Math.min(Math.max(index, 0), last)
    if (wanted >= 0 && wanted !== this.target) void this.viewport.setImageIdIndex(wanted)
  }

  step(by: number): void {
    this.goTo(this.target + by)
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

  setWindow(width: number, level: number): void {
    const { lower, upper } = utilities.windowLevel.toLowHighRange(width, level)
    this.viewport.setProperties({ voiRange: { lower, upper } })
    this.viewport.render()
  }

  reset(): void {
    this.viewport.resetProperties()
    this.viewport.resetCamera()
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

  destroy(): void {
    this.resizing.disconnect()
    this.element.removeEventListener(Events.IMAGE_RENDERED, this.tellView)
    this.element.removeEventListener(Events.PRE_STACK_NEW_IMAGE, this.tellTarget)
    eventTarget.removeEventListener(Events.IMAGE_LOAD_FAILED, this.tellFailure)
    this.tools.destroy()
    this.engine.disableElement(this.viewportId)
  }

  private readonly tellView = (): void => {
    const view = this.view()
    if (view) this.events.onView(view)
  }

  private readonly tellTarget = (event: Event): void => {
    this.target = (event as CustomEvent<{ imageIdIndex: number }>).detail.imageIdIndex
    if (this.stack) this.events.onTarget(this.stack, this.target)
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

  private tooLarge(frame: StackFrame | undefined): string | null {
    const limit = maxTextureSize()
    if (!frame?.size || Math.max(frame.size.columns, frame.size.rows) <= limit) return null
    return (
      `This image is ${frame.size.columns} × ${frame.size.rows} pixels; ` +
      `the graphics of this browser show at most ${limit} × ${limit}.`
    )
  }

  private view(): View | null {
    const image = this.viewport.getCornerstoneImage() as ReturnType<StackViewport['getCornerstoneImage']> | undefined
    const index = this.stack?.frames.findIndex((frame) => frame.imageId === image?.imageId) ?? -1
    const frame = this.stack?.frames[index]
    const data = this.viewport.getImageData() as ReturnType<StackViewport['getImageData']> | undefined
    if (!image || !this.stack || !frame || !data) return null
    const photo = photoFacts(image.imageId)
    const size = photo?.size ?? { columns: image.columns, rows: image.rows }
    const plane = photo ? PIXEL_PLANE : planeOf(data)
    const { voiRange, invert } = this.viewport.getProperties()
    return {
      stack: this.stack,
      index,
      frame,
      size,
      toCanvas: imageToCanvasTransform(size, (p) => {
        const [x, y] = this.viewport.worldToCanvas([...imageToWorld(plane, p)] as [number, number, number])
        return canvasPoint(x, y)
      }),
      window: image.color || !voiRange ? null : windowOf(voiRange),
      isInverted: Boolean(invert) !== frame.isMonochrome1,
      isLossy: photo?.isLossy ?? frame.isLossy,
      isReduced: photo !== undefined && photo.shown.columns < photo.size.columns,
    }
  }
}

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

function windowOf({ lower, upper }: { lower: number; upper: number }): { width: number; level: number } {
  const { windowWidth, windowCenter } = utilities.windowLevel.toWindowLevel(lower, upper)
  return { width: windowWidth, level: windowCenter }
}
