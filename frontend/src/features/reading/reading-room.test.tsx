import 'fake-indexeddb/auto'
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createQueryClient } from '@/api/query-client'
import type { ImageViewportProps } from '@/viewer/image-viewport'
import { apply, type Examination, type Operation } from './model/examination'
import { examination, label } from './model/fixtures'
import { ReadingRoom } from './reading-room'

/** jsdom has no WebGL: the viewer stands in as a button that draws. */
vi.mock('@/viewer', () => ({
  ImageViewport: ({ label: name, shapes, onEdit }: ImageViewportProps) => (
    <div role="application" tabIndex={0} aria-label={name}>
      <button
        type="button"
        onClick={() =>
          onEdit(
            { type: 'add', geometry: { kind: 'box', x: 1, y: 2, width: 30, height: 40 } },
            { sopInstanceUid: null, frame: 1 },
          )
        }
      >
        Draw
      </button>
      {shapes.length} shapes
    </div>
  ),
}))

let people = 0

/** The server as far as the room knows it. */
class Server {
  task = 'detection'
  readonly me = `reader-${(people += 1)}`
  readonly readings = new Map<string, Examination>()
  regions: object[] = []
  readonly samples = ['one', 'two', 'three'].map((id, i) => ({
    id,
    set_id: 'set',
    position: i + 1,
    title: `Sample ${id}`,
    patient_label: 'P-1',
    images: [{ id: `image-${id}`, role: 'main', position: 0, kind: 'photo', content_url: `/${id}.jpg` }],
  }))

  reading(sampleId: string): Examination {
    const known = this.readings.get(sampleId)
    if (known) return known
    const begun = examination({ id: `${this.me}-${sampleId}`, sample_id: sampleId })
    this.readings.set(sampleId, begun)
    return begun
  }

  answer(path: string, body: unknown): unknown {
    const page = (items: unknown[]) => ({ items, total: items.length, page: 1, page_size: 500 })
    if (path.endsWith('/priors')) return []
    if (path.endsWith('/regions')) return page(this.regions)
    if (path.includes('/slices/')) return { contours: [[0, 0, 4, 0, 4, 4]] }
    if (path.endsWith('/auth/me')) return { id: this.me, name: 'Jo' }
    if (path.endsWith('/items')) return page(this.samples.map((sample, i) => this.item(sample, i)))
    if (path.endsWith('/labels'))
      return page([label('nodule', 'Nodule', 1), label('effusion', 'Effusion', 2)])
    if (path.endsWith('/sets/set'))
      return { id: 'set', name: 'CT nodules', task: this.task, guideline: 'All.' }
    if (path.endsWith('/packages/package')) return { id: 'package', set_id: 'set', name: 'Package 7' }
    if (path.endsWith('/examination')) return this.reading(path.split('/').at(-2)!)
    if (path.endsWith('/operations')) return this.operate(path.split('/').at(-2)!, body)
    throw new Error(`nobody answers ${path}`)
  }

  private item(sample: (typeof this.samples)[number], i: number) {
    const reading = this.readings.get(sample.id)
    return { sample, position: i + 1, state: reading?.state ?? null, annotation_count: 0 }
  }

  private operate(id: string, body: unknown) {
    const { operations } = body as { operations: Operation[] }
    const before = [...this.readings.values()].find((reading) => reading.id === id)!
    const after = { ...operations.reduce(apply, before), version: before.version + operations.length }
    this.readings.set(after.sample_id, after)
    return { examination: after, acknowledged: operations.map((operation) => operation.id) }
  }
}

let server: Server
const onExit = vi.fn()

beforeEach(() => {
  server = new Server()
  // jsdom has no modal dialogs.
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      this.open = true
    },
    close(this: HTMLDialogElement) {
      this.open = false
    },
  })
  vi.stubGlobal('fetch', async (input: Request | string) => {
    const request = typeof input === 'string' ? new Request(new URL(input, location.origin)) : input
    const body: unknown = request.method === 'POST' ? await request.json().catch(() => null) : null
    return Response.json(server.answer(new URL(request.url).pathname, body))
  })
})

function Page() {
  const [sampleId, setSampleId] = useState<string>()
  return <ReadingRoom packageId="package" sampleId={sampleId} onSampleChange={setSampleId} onExit={onExit} />
}

async function enter() {
  render(
    <QueryClientProvider client={createQueryClient(() => undefined)}>
      <Page />
    </QueryClientProvider>,
  )
  await screen.findByRole('application')
  await allSaved()
}

const allSaved = () => waitFor(() => expect(screen.getByText('all saved')).toBeVisible())
const onScreen = (name: string) => screen.findByRole('application', { name })
const keyboard = (keys: string) => userEvent.keyboard(keys)

describe('the way through a package', () => {
  test('begins with the first sample that is not done', async () => {
    server.readings.set('one', { ...server.reading('one'), state: 'done', bad_quality: true })

    await enter()

    expect(await onScreen('Sample two')).toBeVisible()
    expect(screen.getByRole('button', { name: '1. Sample one, done' })).toBeVisible()
  })

  test('arrows go to the neighbours, and stop at the ends', async () => {
    await enter()

    await keyboard('{ArrowRight}')
    expect(await onScreen('Sample two')).toBeVisible()
    await keyboard('{ArrowLeft}{ArrowLeft}')
    expect(await onScreen('Sample one')).toBeVisible()
    expect(screen.getByText('This is the first sample.')).toBeVisible()
  })

  test('a sample of which nothing was said is not done', async () => {
    await enter()

    await keyboard('{Control>}{Enter}{/Control}')

    expect(screen.getByText(/Mark what you see first/)).toBeVisible()
    expect(server.reading('one').state).toBe('open')
  })

  test('Ctrl+Enter finishes and goes on; at the end it says so', async () => {
    await enter()

    for (const name of ['Sample one', 'Sample two', 'Sample three']) {
      await onScreen(name)
      await allSaved()
      await keyboard('x')
      await keyboard('{Control>}{Enter}{/Control}')
    }

    expect(await screen.findByText('Every sample of this package is done.')).toBeVisible()
    await waitFor(() =>
      expect([...server.readings.values()].map(({ state }) => state)).toEqual(['done', 'done', 'done']),
    )
    expect(screen.getAllByRole('button', { name: /, done$/ })).toHaveLength(3)
  })

  test('leaving asks nothing', async () => {
    await enter()

    await userEvent.click(screen.getByRole('button', { name: 'Leave the reading room' }))

    expect(onExit).toHaveBeenCalled()
  })
})

describe('reading', () => {
  test('what is drawn gets the chosen label and is saved', async () => {
    await enter()

    await keyboard('2')
    await userEvent.click(screen.getByRole('button', { name: 'Draw' }))
    await allSaved()

    expect(server.reading('one').annotations).toMatchObject([
      { label_id: 'effusion', image_id: 'image-one', kind: 'box', sop_instance_uid: null, frame: 1 },
    ])
    const objects = screen.getByRole('region', { name: 'On this image' })
    expect(within(objects).getByRole('button', { name: /^Effusion .*30 × 40 px/ })).toBeVisible()
    expect(within(objects).getByRole('img', { name: 'synced' })).toBeVisible()
  })

  test('a digit changes the label of the selected object, Delete removes it, undo brings it back', async () => {
    await enter()
    await userEvent.click(screen.getByRole('button', { name: 'Draw' }))
    screen.getByRole('application').focus()

    await keyboard('2')
    expect(screen.getByRole('button', { name: /^Effusion / })).toBeVisible()
    await keyboard('{Delete}')
    expect(screen.queryByRole('button', { name: /^Effusion / })).toBeNull()
    await keyboard('{Control>}z{/Control}')
    expect(screen.getByRole('button', { name: /^Effusion / })).toBeVisible()
    await allSaved()

    expect(server.reading('one').annotations).toMatchObject([{ label_id: 'effusion' }])
  })

  test('marks have keys', async () => {
    await enter()

    await keyboard('tu')
    await allSaved()

    expect(server.reading('one')).toMatchObject({ tentative: true, bad_quality: true, no_finding: false })
  })

  test('no finding and findings exclude each other', async () => {
    await enter()

    await keyboard('x')
    expect(screen.getByRole('checkbox', { name: /No finding/ })).toBeChecked()
    await userEvent.click(screen.getByRole('button', { name: 'Draw' }))
    expect(screen.getByRole('checkbox', { name: /No finding/ })).not.toBeChecked()
    screen.getByRole('application').focus()
    await keyboard('x')
    expect(screen.getByText(/Delete them before marking No finding/)).toBeVisible()
  })

  test('in a classification digits are the labels of the image', async () => {
    server.task = 'classification'
    await enter()

    await keyboard('1')
    expect(screen.getByRole('checkbox', { name: /Nodule/ })).toBeChecked()
    await keyboard('romn')
    for (const name of ['R box', 'O ellipse', 'P polygon', 'F freehand', 'K point', 'M length'])
      expect(screen.queryByRole('button', { name })).toBeNull()
    expect(screen.getByRole('button', { name: 'V select' })).toHaveAttribute('aria-pressed', 'true')
    await allSaved()

    expect(server.reading('one').annotations).toMatchObject([{ kind: 'image_label', label_id: 'nodule' }])
  })
})

describe('objects in hand', () => {
  const withOne = async () => {
    await enter()
    await userEvent.click(screen.getByRole('button', { name: 'Draw' }))
    await allSaved()
    screen.getByRole('application').focus()
  }

  test('Alt+L locks: neither Delete nor a digit changes it', async () => {
    await withOne()

    await keyboard('{Alt>}l{/Alt}{Delete}2')

    expect(screen.getByText('This object is locked. Alt+L unlocks it.')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Lock Nodule', pressed: true })).toBeVisible()
    await keyboard('{Alt>}l{/Alt}{Delete}')
    expect(screen.queryByRole('button', { name: 'Lock Nodule' })).toBeNull()
  })

  test('Alt+H hides it, and a key does not change what is not seen', async () => {
    await withOne()

    await keyboard('{Alt>}h{/Alt}')
    expect(screen.getByText('0 shapes')).toBeVisible()
    await keyboard('{Delete}')
    expect(screen.getByText('This object is hidden. Alt+H shows it.')).toBeVisible()
    await keyboard('{Alt>}h{/Alt}')
    expect(screen.getByText('1 shapes')).toBeVisible()
  })

  test('Q hides all, until something is drawn', async () => {
    await withOne()

    await keyboard('q')
    expect(screen.getByText('0 shapes')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Draw' }))
    expect(screen.getByText('2 shapes')).toBeVisible()
  })

  test('a comment goes to the server with its object', async () => {
    await withOne()

    await userEvent.type(screen.getByRole('textbox', { name: 'Comment on this object' }), 'Spiculated')
    await userEvent.tab()
    await allSaved()

    await waitFor(() => expect(server.reading('one').annotations).toMatchObject([{ comment: 'Spiculated' }]))
  })

  test('N takes the shape that was drawn last', async () => {
    await enter()

    await keyboard('ovn')

    expect(screen.getByRole('button', { name: 'O ellipse' })).toHaveAttribute('aria-pressed', 'true')
  })
})

describe('regions of others', () => {
  test('are named, and lie over the picture only when the reader asks for it', async () => {
    server.regions = [
      { id: 'liver', name: 'Liver', origin: 'seg', state: 'ready', version: 1 },
      { id: 'lost', name: 'Lost', origin: 'seg', state: 'failed', version: 0 },
    ]
    await enter()

    const list = await screen.findByRole('region', { name: 'Regions of others' })
    const liver = within(list).getByRole('checkbox', { name: /Liver/ })
    expect(liver).not.toBeChecked()
    expect(within(list).queryByRole('checkbox', { name: /Lost/ })).toBeNull()
    await userEvent.click(liver)
    expect(liver).toBeChecked()
  })

  test('that there are none of take no room', async () => {
    await enter()

    expect(screen.queryByRole('region', { name: 'Regions of others' })).toBeNull()
  })
})

describe('panels', () => {
  test('brackets hide and show them', async () => {
    await enter()

    await keyboard('[[')
    expect(screen.queryByRole('navigation', { name: 'Samples' })).toBeNull()
    await keyboard('[[')
    expect(screen.getByRole('navigation', { name: 'Samples' })).toBeVisible()
  })

  test('the keys and the guideline are one key away', async () => {
    await enter()

    await keyboard('?')
    expect(screen.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    await keyboard('g')
    expect(screen.getByRole('dialog', { name: 'Guideline' })).toHaveTextContent('All.')
  })
})

test.each([
  { status: 404, detail: 'There is no such package.', helps: false },
  { status: 409, detail: 'The package is being dealt out.', helps: true },
])(
  'a package that cannot be opened ($status) says why, and offers to try again where it helps',
  async (refusal) => {
    const { status, detail, helps } = refusal
    vi.stubGlobal('fetch', () =>
      Promise.resolve(Response.json({ status, error: 'Refused', detail }, { status })),
    )

    render(
      <QueryClientProvider client={createQueryClient(() => undefined)}>
        <Page />
      </QueryClientProvider>,
    )

    expect(await screen.findByText(detail)).toBeVisible()
    expect(screen.queryAllByRole('button', { name: 'Try again' })).toHaveLength(helps ? 1 : 0)
  },
)
