import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import type { ReadingSet } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { BlindingLifts } from './components/blinding-lifts'
import { BlindNotice } from './components/blind-notice'

const set = { id: 'set', name: 'Nodules', is_blind: true, my_role: 'reviewer' } as ReadingSet
const url = 'POST /api/v1/sets/set/blinding-lift'
const open = async () => {
  await userEvent.click(screen.getByRole('button', { name: 'Lift my blinding…' }))
  return within(await screen.findByRole('dialog', { name: 'Lift your blinding in Nodules?' }))
}

it('tells a reader why something is not shown, and offers nothing', async () => {
  await renderPart(<BlindNotice set={{ ...set, my_role: 'annotator' }} />)

  expect(screen.getByText(/You are blind in this set/)).toBeInTheDocument()
  expect(screen.queryByRole('button')).not.toBeInTheDocument()
})

it('says nothing to who is not blind, or does not read', async () => {
  await renderPart(
    <>
      <BlindNotice set={{ ...set, is_blind: false }} />
      <BlindNotice set={{ ...set, my_role: 'viewer' }} />
    </>,
  )

  expect(screen.queryByRole('note')).not.toBeInTheDocument()
})

it('says what lifting ends, and lifts with a reason', async () => {
  const server = serve({ [url]: { body: { ...set, is_blind: false } } })
  await renderPart(<BlindNotice set={set} />)

  const dialog = await open()
  expect(dialog.getByText(/You read no more in this round/)).toBeInTheDocument()
  expect(dialog.getByRole('button', { name: 'Lift blinding' })).toBeDisabled()
  await userEvent.type(dialog.getByRole('textbox', { name: 'Reason' }), ' All are done. ')
  await userEvent.click(dialog.getByRole('button', { name: 'Lift blinding' }))

  expect(await server.asked[0]?.json()).toEqual({ reason: 'All are done.' })
})

it('says why it was not lifted', async () => {
  serve({ [url]: problem(409, 'NotBlind', 'You are not blind in this set: there is nothing to lift.') })
  await renderPart(<BlindNotice set={set} />)

  const dialog = await open()
  await userEvent.type(dialog.getByRole('textbox', { name: 'Reason' }), 'All are done.')
  await userEvent.click(dialog.getByRole('button', { name: 'Lift blinding' }))

  expect(await dialog.findByText(/there is nothing to lift/)).toBeInTheDocument()
})

it('lists who has lifted theirs and why', async () => {
  const lift = {
    id: 'lift',
    person: { id: 'jo', name: 'Jo Day' },
    round: 2,
    reason: 'To settle what is disputed',
    created_at: '2026-11-21T10:00:00Z',
  }
  const body = { items: [lift], total: 1, page: 1, page_size: 50 }
  serve({ 'GET /api/v1/sets/set/blinding-lifts': { body } })
  await renderPart(<BlindingLifts set={{ ...set, is_blind: false }} />)

  const row = within(await screen.findByRole('row', { name: /Jo Day/ }))
  expect(row.getByText('To settle what is disputed')).toBeInTheDocument()
})
