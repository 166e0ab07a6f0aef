import { act, renderHook, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { QueryClientProvider } from '@tanstack/react-query'
import { beforeEach, expect, test, vi } from 'vitest'
import { lock, lockedFor } from '@/api/lock'
import { preferencesQuery, usualPreferences } from '@/api/preferences'
import { createQueryClient } from '@/api/query-client'
import type { Me } from '@/api/types'
import { renderPart } from '@/test/render'
import { LockCover } from './lock-cover'
import { useIdleLock } from './use-idle-lock'

const me = { id: 'ada', email: 'ada@example.org', name: 'Ada' } as Me
let asked: string[]
let isAway: boolean

beforeEach(() => {
  localStorage.clear()
  asked = []
  isAway = false
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true
  }
  vi.stubGlobal('fetch', async (request: Request) => {
    if (isAway) throw new TypeError('gone')
    const path = new URL(request.url).pathname
    asked.push(path)
    if (path.endsWith('/sign-out')) return new Response(null, { status: 204 })
    const { password } = (await request.json()) as { password: string }
    return password === 'right'
      ? Response.json(me)
      : Response.json({ error: 'WrongCredentials', detail: 'Wrong password.' }, { status: 401 })
  })
})

test('covers the page and ends the session; the password opens it again', async () => {
  lock('ada')
  await renderPart(<LockCover me={me} />)
  expect(await screen.findByRole('dialog', { name: 'Locked' })).toBeVisible()
  await vi.waitFor(() => expect(asked).toEqual(['/api/v1/auth/sign-out']))

  await userEvent.type(screen.getByLabelText('Password'), 'wrong')
  await userEvent.click(screen.getByRole('button', { name: 'Unlock' }))
  expect(await screen.findByText('Wrong password.')).toBeVisible()
  expect(lockedFor()).toBe('ada')

  await userEvent.clear(screen.getByLabelText('Password'))
  await userEvent.type(screen.getByLabelText('Password'), 'right{Enter}')
  await vi.waitFor(() => expect(lockedFor()).toBeNull())
})

test('stays locked while the server is away, for somebody else too', async () => {
  isAway = true
  lock('ada')
  await renderPart(<LockCover me={me} />)

  await userEvent.click(screen.getByRole('button', { name: 'Somebody else' }))

  expect(await screen.findByText(/The server does not answer/)).toBeVisible()
  expect(lockedFor()).toBe('ada')
})

test('Escape does not take the cover away', async () => {
  lock('ada')
  await renderPart(<LockCover me={me} />)
  const cancel = new Event('cancel', { cancelable: true })

  screen.getByRole('dialog').dispatchEvent(cancel)

  expect(cancel.defaultPrevented).toBe(true)
})

function idleAfter(idle_minutes: number | null) {
  vi.useFakeTimers()
  const queryClient = createQueryClient(() => undefined)
  queryClient.setQueryData(preferencesQuery.queryKey, { ...usualPreferences, idle_minutes })
  return renderHook(() => useIdleLock('ada'), {
    wrapper: ({ children }) => <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>,
  })
}

test('locks once nobody has touched anything for so long', () => {
  idleAfter(2)

  act(() => void vi.advanceTimersByTime(60_000))
  window.dispatchEvent(new Event('pointermove'))
  act(() => void vi.advanceTimersByTime(110_000))
  expect(lockedFor()).toBeNull()

  act(() => void vi.advanceTimersByTime(15_000))
  expect(lockedFor()).toBe('ada')
  vi.useRealTimers()
})

test('a hand that wakes the computer finds it locked', () => {
  idleAfter(2)

  vi.setSystemTime(Date.now() + 600_000)
  window.dispatchEvent(new Event('keydown'))

  expect(lockedFor()).toBe('ada')
  vi.useRealTimers()
})

test('never locks by itself where the person does not want it', () => {
  idleAfter(null)

  act(() => void vi.advanceTimersByTime(3_600_000))

  expect(lockedFor()).toBeNull()
  vi.useRealTimers()
})
