/** What the server has written down of a reading: played again, it gives back the steps for undo and redo. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '@/api/client'
import type { components } from '@/api/schema'
import { apply, marked, type Examination, type OperationBody, type SentOperation } from './examination'
import { deleteAnnotation, emptyHistory, putAnnotation, redo, remember, setFlags, undo } from './history'
import type { Change, History } from './history'
import { asPainted, masksFrom, noMasks, unpainted, type Masks } from './masks'
import { fetchMasks } from './server'

export type Written = components['schemas']['OperationRead']
export type WrittenObject = components['schemas']['ObjectHistoryRead']

/** Steps further back than this are not taken back by keys; the history panel shows them all. */
const RECENT = 500

const inReading = (id: string) => ({ path: { examination_id: id } })

export const fetchVersion = (id: string, version: number): Promise<Examination> =>
  unwrap(
    api.GET('/api/v1/examinations/{examination_id}/versions/{version}', {
      params: { path: { examination_id: id, version } },
    }),
  )

const PAGE = 50

/** What was done, the last first; asked anew when the reading has a new version. */
export const writtenQuery = (id: string, version: number, objectId: string | null) =>
  infiniteQueryOptions({
    queryKey: ['reading', 'written', id, version, objectId],
    queryFn: ({ pageParam: page }) => {
      const query = { page, page_size: PAGE, ...(objectId && { object_id: objectId }) }
      return unwrap(
        api.GET('/api/v1/examinations/{examination_id}/operations', {
          params: { ...inReading(id), query },
        }),
      )
    },
    initialPageParam: 1,
    getNextPageParam: ({ page, total }) => (page * PAGE < total ? page + 1 : undefined),
    placeholderData: keepPreviousData,
  })

/** Every object that a reading has or had. */
export const objectsQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['reading', 'written objects', id, version],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/examinations/{examination_id}/objects', {
          params: { ...inReading(id), query: { page_size: RECENT } },
        }),
      ),
    placeholderData: keepPreviousData,
  })

/** Back to a version, of the whole reading or of one object, on top of the version that is looked at. */
export const restore = (base: Examination, version: number, objectId?: string): Promise<Examination> =>
  unwrap(
    api.POST('/api/v1/examinations/{examination_id}/restore', {
      params: inReading(base.id),
      body: { base_version: base.version, version, object_id: objectId ?? null },
    }),
  )

/** What was done last in a reading, as steps of its reader. */
export async function recall({ id, version, reader_id }: Examination): Promise<History> {
  const after = Math.max(0, version - RECENT)
  const query = { after, page_size: RECENT }
  const [base, { items }] = await Promise.all([
    fetchVersion(id, after),
    unwrap(
      api.GET('/api/v1/examinations/{examination_id}/operations', {
        params: { ...inReading(id), query },
      }),
    ),
  ])
  const paints = items.some(({ operation }) => operation.kind === 'paint_mask')
  const masks = paints ? masksFrom(await fetchMasks(id, after)) : noMasks
  return historyOf(base, items.reverse(), reader_id, masks)
}

/** The steps that somebody can take back or repeat, after operations in the order in which they were done. */
export function historyOf(
  base: Examination,
  written: readonly Written[],
  personId: string,
  masks: Masks = noMasks,
): History {
  let now: State = { reading: base, masks }
  let history = emptyHistory
  for (const group of stepsOf(written)) {
    const { actor, operation } = group[0]!
    const { change, after } = changeOf(
      now,
      group.map((each) => each.operation as SentOperation),
    )
    if (actor.id === personId) history = follow(history, operation.step ?? null, change)
    now = after
  }
  return history
}

interface State {
  readonly reading: Examination
  readonly masks: Masks
}

/** Neighbours of one step, by one person, one way; what belongs to no step is one by itself. */
function stepsOf(written: readonly Written[]): Written[][] {
  const groups: Written[][] = []
  for (const each of written) {
    const last = groups[groups.length - 1]?.[0]
    if (last && isSameStep(last, each)) groups[groups.length - 1]!.push(each)
    else groups.push([each])
  }
  return groups
}

function isSameStep(a: Written, b: Written): boolean {
  const [one, other] = [a.operation.step, b.operation.step]
  return Boolean(one && one.id === other?.id && one.way === other.way) && a.actor.id === b.actor.id
}

function follow(history: History, step: Written['operation']['step'] | null, change: Change): History {
  if (step?.way === 'back') {
    const taken = undo(history)
    return taken?.change.id === step.id ? taken.history : history
  }
  if (step?.way === 'again') {
    const made = redo(history)
    return made?.change.id === step.id ? made.history : history
  }
  // To say that a reading is done is no edit: undo goes past it.
  if (!change.backward.length) return history
  return remember(history, step ? { ...change, id: step.id } : change)
}

function changeOf(before: State, operations: readonly SentOperation[]): { change: Change; after: State } {
  let { reading, masks } = before
  const [forward, backward]: [OperationBody[], OperationBody[]] = [[], []]
  for (const operation of operations) {
    const body = bodyOf(operation, masks)
    backward.unshift(...wayBack({ reading, masks }, body))
    if (body.kind !== 'set_state') forward.push(body)
    reading = apply(reading, body)
    masks = marked(masks, body)
  }
  return { change: { forward, backward }, after: { reading, masks } }
}

function wayBack({ reading, masks }: State, body: OperationBody): readonly OperationBody[] {
  switch (body.kind) {
    case 'put_annotation':
      return putAnnotation(reading, body.annotation).backward
    case 'delete_annotation':
      return deleteAnnotation(reading, body.annotation_id, masks)?.backward ?? []
    case 'set_flags': {
      const names = (['tentative', 'bad_quality', 'no_finding'] as const).filter(
        (name) => typeof body[name] === 'boolean',
      )
      return names.length ? setFlags(reading, pick(reading, names)).backward : []
    }
    case 'set_state':
      return []
    case 'paint_mask':
      return [unpainted(body)]
  }
}

const pick = <Name extends 'tentative' | 'bad_quality' | 'no_finding'>(
  reading: Examination,
  names: readonly Name[],
) => Object.fromEntries(names.map((name) => [name, reading[name]]))

/** An operation as it is done again: with an id and a step of its own. */
function bodyOf(operation: SentOperation, masks: Masks): OperationBody {
  switch (operation.kind) {
    case 'paint_mask':
      return asPainted(masks, operation)
    case 'put_annotation':
      return { kind: operation.kind, annotation: operation.annotation }
    case 'delete_annotation':
      return { kind: operation.kind, annotation_id: operation.annotation_id }
    case 'set_flags': {
      const { tentative, bad_quality, no_finding } = operation
      const said = Object.entries({ tentative, bad_quality, no_finding }).filter(
        ([, value]) => typeof value === 'boolean',
      )
      return { kind: operation.kind, ...Object.fromEntries(said) }
    }
    case 'set_state':
      return { kind: operation.kind, state: operation.state }
  }
}
