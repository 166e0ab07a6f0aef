/** The viewer: the only part of the page that knows Cornerstone. Load it lazily; it is heavy. */
export { ImageViewport, type ImageViewportProps, type Tool } from './image-viewport'
export type { ViewportHandle } from './viewport-handle'
