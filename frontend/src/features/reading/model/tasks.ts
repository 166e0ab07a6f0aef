import { SHAPE_TOOLS } from '@/viewer/drawing'
import type { AnnotationKind, Task } from './examination'

/** What may be put on an image, by what the set asks for. The server holds the same table. */
export const ALLOWED: Record<Task, readonly AnnotationKind[]> = {
  classification: ['image_label'],
  detection: [...SHAPE_TOOLS, 'mask', 'image_label'],
  segmentation: [...SHAPE_TOOLS, 'mask', 'image_label'],
}

export const mayUse = (task: Task, kind: AnnotationKind): boolean => ALLOWED[task].includes(kind)
