import '../messages'
import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { usePreferences } from '@/api/preferences'
import { renderPart } from '@/test/render'
import { keymapOf } from '../model/keymap'
import { KeymapContext } from '../use-keymap'
import { KeysDialog } from './keys-dialog'

let saved: Record<string, unknown>
const usual = { language: null, idle_minutes: null, has_single_keys: true, bindings: {} }

beforeEach(() => {
  saved = usual
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function () {
    this.open = false
  }
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'PUT') saved = (await request.json()) as typeof saved
    return Response.json(saved)
  })
})

function Room() {
  return (
    <KeymapContext value={keymapOf(usePreferences())}>
      <KeysDialog onClose={() => undefined} />
    </KeymapContext>
  )
}

const row = (does: string) => screen.getByText(does).closest('li')!

test('shows what every key does, and finds it by its words', async () => {
  await renderPart(<Room />)

  await userEvent.type(screen.getByRole('searchbox'), 'mirror')

  expect(within(row('mirror left and right')).getByText('Shift+H')).toBeVisible()
  expect(screen.queryByText('select and move')).toBeNull()
})

test('another key is saved, warns of what it already does, and can be taken back', async () => {
  await renderPart(<Room />)

  await userEvent.click(screen.getByRole('button', { name: 'Change the key: box' }))
  expect(screen.getByText('Press the new key; Esc leaves it.')).toBeVisible()
  fireEvent.keyDown(window, { code: 'KeyV', key: 'v' })

  expect(await within(row('box')).findByText('Also on this key: select and move')).toBeVisible()
  expect(saved).toMatchObject({ bindings: { 'tool-box': ['KeyV'] } })
  await userEvent.click(screen.getByRole('button', { name: 'The usual key: box' }))
  expect(await within(row('box')).findByText('R')).toBeVisible()
  expect(saved).toEqual(usual)
})

test('what the browser keeps for itself is refused', async () => {
  await renderPart(<Room />)

  await userEvent.click(screen.getByRole('button', { name: 'Change the key: box' }))
  fireEvent.keyDown(window, { code: 'KeyW', key: 'w', ctrlKey: true })

  expect(await screen.findByText(/The browser keeps Ctrl\+W for itself/)).toBeVisible()
  expect(saved).toEqual(usual)
})

test('single keys are turned off for those who speak to their computer', async () => {
  await renderPart(<Room />)

  await userEvent.click(screen.getByRole('checkbox', { name: 'Keys act without Ctrl or Alt' }))

  expect(await screen.findByRole('checkbox', { checked: false })).toBeVisible()
  expect(saved).toEqual({ ...usual, has_single_keys: false })
})
