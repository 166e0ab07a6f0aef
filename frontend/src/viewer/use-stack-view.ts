/** The viewport's life: made with the element, told what to show, taken down with it. */
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { beginningOf } from './beginning'
import { ImageProblem, type ImageSource, type ImageStack } from './sources'
import type { Place } from './shapes'
import { StackView } from './stack-view'
import { loadStack, prefetch } from './stacks'
import type { View } from './view'

export interface Problem {
  /** The picture of the stack that it is about; null when it is all of them. */
  readonly index: number | null
  readonly reason: string
}

interface Shown {
  readonly sourceId: string
  readonly view: View | null
  /** The picture asked for; it may still be on its way. */
  readonly target: number
  readonly problem: Problem | null
}

export interface StackViewState extends Shown {
  readonly core: RefObject<StackView | null>
  readonly retry: () => void
}

/** After this long on one picture, its neighbours are decoded. */
const SETTLED_MS = 120

const nothing = (sourceId: string): Shown => ({ sourceId, view: null, target: 0, problem: null })

const reasonOf = (error: unknown): string =>
  error instanceof ImageProblem ? error.message : `The viewer failed: ${String(error)}`

export function useStackView(
  element: RefObject<HTMLDivElement | null>,
  source: ImageSource,
  startAt: Place | null,
  ahead: readonly ImageSource[],
): StackViewState {
  const core = useRef<StackView | null>(null)
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState(() => nothing(source.id))
  const latest = useRef({ source, startAt, ahead })
  useEffect(() => {
    latest.current = { source, startAt, ahead }
  })

  const change = useCallback((sourceId: string, part: Partial<Shown>) => {
    if (sourceId !== latest.current.source.id) return
    setState((before) => ({ ...(before.sourceId === sourceId ? before : nothing(sourceId)), ...part }))
  }, [])

  useEffect(() => {
    if (!element.current) return
    try {
      core.current = new StackView(element.current, {
        onView: (view) => change(view.stack.sourceId, { view, problem: null }),
        onTarget: (stack, target) => change(stack.sourceId, { target, problem: null }),
        onProblem: (stack, index, reason) => change(stack.sourceId, { problem: { index, reason } }),
      })
    } catch (error) {
      const { id } = latest.current.source
      queueMicrotask(() => change(id, { problem: { index: null, reason: reasonOf(error) } }))
    }
    return () => {
      core.current?.destroy()
      core.current = null
    }
  }, [element, change])

  useEffect(() => {
    let isCurrent = true
    const show = async (stack: ImageStack) => {
      if (!isCurrent) return
      await core.current?.show(stack, beginningOf(stack, latest.current.startAt))
    }
    loadStack(latest.current.source)
      .then(show)
      .catch((error: unknown) => change(source.id, { problem: { index: null, reason: reasonOf(error) } }))
    return () => {
      isCurrent = false
    }
  }, [source.id, attempt, change])

  const shown = state.sourceId === source.id ? state : nothing(source.id)
  const stack = shown.view?.stack ?? null
  const index = shown.view?.index ?? 0
  useEffect(() => {
    if (!stack) return
    const settled = setTimeout(() => void prefetch(stack, index, latest.current.ahead), SETTLED_MS)
    return () => clearTimeout(settled)
  }, [stack, index])

  const isOfOnePicture = shown.problem !== null && shown.problem.index !== null
  const retry = useCallback(() => {
    if (isOfOnePicture) core.current?.retry()
    else setAttempt((n) => n + 1)
  }, [isOfOnePicture])

  return { ...shown, core, retry }
}
