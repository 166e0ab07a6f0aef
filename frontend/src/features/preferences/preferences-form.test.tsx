import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { renderPart } from '@/test/render'
import { PreferencesForm } from '.'

const languages = [
  ['en', 'English'],
  ['de', 'Deutsch'],
] as const
let saved: Record<string, unknown>
let refuses: boolean

beforeEach(() => {
  refuses = false
  saved = { language: null, idle_minutes: 7, has_single_keys: true, bindings: { 'tool-box': ['KeyB'] } }
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return Response.json(saved)
    if (refuses) return Response.json({ error: 'Problem', detail: 'Not now.' }, { status: 403 })
    saved = (await request.json()) as typeof saved
    return Response.json(saved)
  })
})

const choose = async (field: string, option: string) => {
  await userEvent.click(await screen.findByRole('combobox', { name: field }))
  await userEvent.click(await screen.findByRole('option', { name: option, hidden: true }))
}

test('a language is chosen; the other preferences stay', async () => {
  await renderPart(<PreferencesForm languages={languages} />)

  await choose('Language', 'Deutsch')

  await vi.waitFor(() =>
    expect(saved).toEqual({
      language: 'de',
      idle_minutes: 7,
      has_single_keys: true,
      bindings: { 'tool-box': ['KeyB'] },
    }),
  )
})

test('the time until the lock is as it was set, also elsewhere, and can be never', async () => {
  await renderPart(<PreferencesForm languages={languages} />)
  expect(await screen.findByRole('combobox', { name: 'Lock the screen' })).toHaveValue('After 7 minutes')

  await choose('Lock the screen', 'Never')

  await vi.waitFor(() => expect(saved).toMatchObject({ idle_minutes: null }))
})

test('what the server refuses is told and taken back', async () => {
  refuses = true
  await renderPart(<PreferencesForm languages={languages} />)

  await choose('Language', 'Deutsch')

  expect(await screen.findByText('Not now.')).toBeVisible()
  expect(screen.getByRole('combobox', { name: 'Language' })).toHaveValue('As the browser asks')
})
