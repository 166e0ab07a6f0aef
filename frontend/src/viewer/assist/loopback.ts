/** A worker that works on the page itself. Used by tests alone. */
import type { Hand } from './assistant'
import { Work, type Question, type Reply } from './work'

export function loopback(): Hand & { heard: Question[]; isGone: boolean } {
  const heard: Question[] = []
  const hand: Hand & { heard: Question[]; isGone: boolean } = {
    heard,
    isGone: false,
    onmessage: null,
    postMessage: (question) => {
      heard.push(question)
      queueMicrotask(() => {
        if (!hand.isGone) void work.take(question)
      })
    },
    terminate: () => {
      hand.isGone = true
    },
  }
  const work = new Work((data: Reply) => {
    if (!hand.isGone) hand.onmessage?.({ data } as MessageEvent<Reply>)
  })
  return hand
}
