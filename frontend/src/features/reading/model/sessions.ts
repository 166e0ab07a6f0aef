/** All readings of one person that are at work in this browser; they finish sending after one has moved on. */
import type { Examination } from './examination'
import type { History } from './history'
import type { Journal } from './journal'
import type { FetchMasks } from './mask-book'
import { ExaminationSession, type Link, type PostOperations } from './session'

export interface SavingState {
  /** Operations that the server has not confirmed. */
  readonly unsaved: number
  /** Of them, those that it refused. */
  readonly refused: number
  readonly link: Link
}

export class ReadingSessions {
  private readonly sessions = new Map<string, Promise<ExaminationSession>>()
  private readonly opened = new Set<ExaminationSession>()
  private readonly listeners = new Set<() => void>()
  private state: SavingState = { unsaved: 0, refused: 0, link: 'online' }

  constructor(
    private readonly owner: string,
    private readonly journal: Journal,
    private readonly post: PostOperations,
    private readonly fetchExamination: (id: string) => Promise<Examination>,
    private readonly fetchMasks: FetchMasks,
    private readonly recall?: (examination: Examination) => Promise<History>,
  ) {}

  /** The one session of a reading; made on the first call. */
  open(examination: Examination): Promise<ExaminationSession> {
    const known = this.sessions.get(examination.id)
    if (known) return known
    const opening = ExaminationSession.open(examination, this.owner, this.journal, this.post, this.fetchMasks)
    this.sessions.set(examination.id, opening)
    void opening.then((session) => {
      this.opened.add(session)
      session.subscribe(this.tell)
      this.tell()
      if (this.recall) void session.takeUp(this.recall)
    })
    return opening
  }

  /** Send what former visits left behind in readings that nobody opens now. */
  async resume(): Promise<void> {
    const left = await this.journal.unfinished(this.owner)
    const closed = left.filter((id) => !this.sessions.has(id))
    // What cannot be taken up now stays in the journal for the next visit.
    await Promise.allSettled(closed.map(async (id) => this.open(await this.fetchExamination(id))))
  }

  hurry(): void {
    for (const session of this.opened) session.hurry()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly getSnapshot = (): SavingState => this.state

  private readonly tell = (): void => {
    const snapshots = [...this.opened].map((session) => session.getSnapshot())
    const entries = snapshots.flatMap(({ queue }) => queue.entries)
    const next: SavingState = {
      unsaved: entries.length,
      refused: entries.filter(({ state }) => state === 'failed').length,
      link: worstLink(snapshots.filter(({ queue }) => queue.entries.length).map(({ link }) => link)),
    }
    const { unsaved, refused, link } = this.state
    if (next.unsaved === unsaved && next.refused === refused && next.link === link) return
    this.state = next
    for (const listener of this.listeners) listener()
  }
}

function worstLink(links: readonly Link[]): Link {
  if (links.includes('signed-out')) return 'signed-out'
  return links.includes('offline') ? 'offline' : 'online'
}
