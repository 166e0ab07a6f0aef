import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import type { ReadingSet } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { StartRound } from './components/start-round'

const set = {
  id: 'set',
  group_id: 'group',
  round: 1,
  version: 3,
  sample_count: 10,
  examination_count: 8,
  done_count: 6,
  archived_at: null,
} as ReadingSet
const url = 'POST /api/v1/sets/set/rounds'
const open = () => userEvent.click(screen.getByRole('button', { name: 'Start the next round…' }))
const dialog = async () => within(await screen.findByRole('dialog', { name: 'Start round 2?' }))

it('says what the next round means, then begins it over the version that was looked at', async () => {
  const server = serve({ [url]: { body: { ...set, round: 2, version: 4 } } })
  await renderPart(<StartRound set={set} />)

  await open()
  const asking = await dialog()
  expect(asking.getByText('All 10 samples are unread again, for everybody.')).toBeInTheDocument()
  expect(asking.getByText(/2 readings are begun and not done/)).toBeInTheDocument()
  expect(server.asked).toHaveLength(0)
  await userEvent.click(asking.getByRole('button', { name: 'Start round 2' }))

  expect(server.asked[0]?.headers.get('If-Match')).toBe('"3"')
})

it('says why it did not begin', async () => {
  const detail = 'Somebody else changed this meanwhile.'
  serve({ [url]: problem(412, 'StaleVersion', detail), 'GET /api/v1/sets/set': { body: set } })
  await renderPart(<StartRound set={set} />)

  await open()
  await userEvent.click((await dialog()).getByRole('button', { name: 'Start round 2' }))

  expect(await (await dialog()).findByText(detail)).toBeInTheDocument()
})

it('is not offered before anything is read', async () => {
  await renderPart(<StartRound set={{ ...set, examination_count: 0, done_count: 0 }} />)

  expect(screen.getByRole('button', { name: 'Start the next round…' })).toBeDisabled()
  expect(screen.getByText('Round 1 · nothing is read yet')).toBeInTheDocument()
})

it('is not offered for an archived set', async () => {
  await renderPart(<StartRound set={{ ...set, archived_at: '2026-01-01T00:00:00Z' }} />)

  expect(screen.queryByRole('button')).not.toBeInTheDocument()
})

it('is not offered to who is blind: whether there is anything to read again would tell of others', async () => {
  await renderPart(<StartRound set={{ ...set, is_blind: true, examination_count: null, done_count: null }} />)

  expect(screen.getByRole('button', { name: 'Start the next round…' })).toBeDisabled()
  expect(screen.getByText('Round 1 · you are blind: lift that first to start the next')).toBeInTheDocument()
})
