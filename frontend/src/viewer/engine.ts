/** Cornerstone, started once per page. */
import { cache, getRenderingEngine, init as initCore, RenderingEngine } from '@cornerstonejs/core'
import { init as initDicomLoader } from '@cornerstonejs/dicom-image-loader'
import { addTool, init as initTools, PanTool, WindowLevelTool, ZoomTool } from '@cornerstonejs/tools'
import { registerTableLoader } from './seeing/modality-table'
import { registerPhotoLoader } from './photo-loader'
import { maxTextureSize } from './webgl'

const ENGINE_ID = 'isocenter'
const CACHE_BYTES = 1_000_000_000

let isStarted = false

/** Throws an ImageProblem where the browser cannot show images. */
export function startEngine(): RenderingEngine {
  maxTextureSize()
  if (!isStarted) {
    initCore()
    initDicomLoader({ maxWebWorkers: Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1)) })
    initTools()
    registerPhotoLoader()
    registerTableLoader()
    for (const tool of [WindowLevelTool, ZoomTool, PanTool]) addTool(tool)
    cache.setMaxCacheSize(CACHE_BYTES)
    isStarted = true
  }
  return getRenderingEngine(ENGINE_ID) ?? new RenderingEngine(ENGINE_ID)
}
