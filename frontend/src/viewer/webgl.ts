/** What this browser's graphics can do. */
import { ImageProblem } from './sources'

let limit: number | undefined

/** The largest width or height of a picture; throws where there is no WebGL 2. */
export function maxTextureSize(): number {
  limit ??= readMaxTextureSize()
  return limit
}

/** Whatever the graphics take, more pixels than this are slow to send and to decode. */
const LONGEST_SIDE = 8_192

/** Of a larger picture the server sends fewer pixels. */
export const longestSide = (): number => Math.min(maxTextureSize(), LONGEST_SIDE)

function readMaxTextureSize(): number {
  const gl = document.createElement('canvas').getContext('webgl2')
  if (!gl) {
    throw new ImageProblem(
      'This browser has no WebGL 2, which is needed to show images. Switch on hardware acceleration or use another browser.',
    )
  }
  const size = Number(gl.getParameter(gl.MAX_TEXTURE_SIZE))
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return size
}
