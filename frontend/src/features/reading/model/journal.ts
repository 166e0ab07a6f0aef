/**
 * What the server has not confirmed, kept in this browser over reloads.
 *
 * Every record belongs to one person on one server: nothing is ever sent as somebody else. Operations are rows
 * of their own, so two tabs on one reading do not overwrite each other's.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Operation } from './examination'
import { emptyHistory, type History } from './history'

/** One examination as one person reads it on one server. */
export interface JournalKey {
  readonly owner: string
  readonly examinationId: string
}

interface OperationRow extends JournalKey {
  readonly id: string
  readonly order: number
  readonly operation: Operation
}

interface Tables extends DBSchema {
  operations: {
    key: string
    value: OperationRow
    indexes: { byExamination: [string, string]; byOwner: string }
  }
  histories: { key: [string, string]; value: JournalKey & { history: History } }
}

export interface Journal {
  add(key: JournalKey, operations: readonly Operation[]): Promise<void>
  remove(ids: readonly string[]): Promise<void>
  /** The operations of a reading in the order in which they were made. */
  load(key: JournalKey): Promise<Operation[]>
  /** The readings of a person with something unconfirmed. */
  unfinished(owner: string): Promise<string[]>
  /** How much is unconfirmed, of everybody who reads in this browser. */
  count(): Promise<number>
  saveHistory(key: JournalKey, history: History): Promise<void>
  loadHistory(key: JournalKey): Promise<History>
}

export const ownerOf = (userId: string): string => `${location.origin} ${userId}`

let lastOrder = 0
/** Later than everything before, also after a reload. */
const nextOrder = (): number => (lastOrder = Math.max(lastOrder + 1, Date.now() * 1000))

export async function openJournal(name = 'isocenter-reading'): Promise<Journal> {
  const database = await openDB<Tables>(name, 1, { upgrade: createTables })
  return new IndexedDbJournal(database)
}

function createTables(database: IDBPDatabase<Tables>): void {
  const operations = database.createObjectStore('operations', { keyPath: 'id' })
  operations.createIndex('byExamination', ['owner', 'examinationId'])
  operations.createIndex('byOwner', 'owner')
  database.createObjectStore('histories', { keyPath: ['owner', 'examinationId'] })
}

class IndexedDbJournal implements Journal {
  constructor(private readonly database: IDBPDatabase<Tables>) {}

  async add({ owner, examinationId }: JournalKey, operations: readonly Operation[]): Promise<void> {
    const { store, done } = this.database.transaction('operations', 'readwrite')
    const rows = operations.map((operation) => ({
      id: operation.id,
      owner,
      examinationId,
      order: nextOrder(),
      operation,
    }))
    await Promise.all([...rows.map((row) => store.put(row)), done])
  }

  async remove(ids: readonly string[]): Promise<void> {
    const { store, done } = this.database.transaction('operations', 'readwrite')
    await Promise.all([...ids.map((id) => store.delete(id)), done])
  }

  async load({ owner, examinationId }: JournalKey): Promise<Operation[]> {
    const rows = await this.database.getAllFromIndex('operations', 'byExamination', [owner, examinationId])
    return rows.sort((a, b) => a.order - b.order).map(({ operation }) => operation)
  }

  async unfinished(owner: string): Promise<string[]> {
    const rows = await this.database.getAllFromIndex('operations', 'byOwner', owner)
    return [...new Set(rows.map(({ examinationId }) => examinationId))]
  }

  count(): Promise<number> {
    return this.database.count('operations')
  }

  async saveHistory(key: JournalKey, history: History): Promise<void> {
    await this.database.put('histories', { ...key, history })
  }

  async loadHistory({ owner, examinationId }: JournalKey): Promise<History> {
    const row = await this.database.get('histories', [owner, examinationId])
    return row?.history ?? emptyHistory
  }
}

/** Where the browser keeps nothing (some private windows): work goes on, a reload loses what is unconfirmed. */
export const forgetfulJournal: Journal = {
  add: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  load: () => Promise.resolve([]),
  unfinished: () => Promise.resolve([]),
  count: () => Promise.resolve(0),
  saveHistory: () => Promise.resolve(),
  loadHistory: () => Promise.resolve(emptyHistory),
}
