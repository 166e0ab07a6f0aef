import '../messages'
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '@/api/query-client'
import type { PackageItem } from '../model/server'
import { stageActions, type StageCommand } from './commands'
import { StageBar } from './stage-bar'
import { useStage } from './use-stage'

const images = ['one', 'two', 'three'].map((id, i) => ({
  id,
  role: 'main',
  position: i + 1,
  kind: 'photo',
  modality: 'XC',
  content_url: `/${id}.jpg`,
}))
const items = [{ sample: { id: 'sample', title: 'XC 1', images } }] as unknown as PackageItem[]

/** The cells by the images they show; the active one in brackets. */
function Bench() {
  const { stage } = useStage(items, 0, { id: 'set', hanging: null })
  const { cells, active } = stage.arrangement
  const perform = (command: StageCommand) => {
    const act = stageActions(stage)[command.type] as (command: StageCommand) => void
    act(command)
  }
  return (
    <>
      <StageBar stage={stage} onCommand={perform} />
      <output>
        {cells.map(({ imageId }, i) => (i === active ? `[${imageId}]` : String(imageId))).join(' ')}
      </output>
      <button onClick={() => perform({ type: 'cell', by: 1 })}>next cell</button>
    </>
  )
}

/** What the server knows of earlier examinations. */
let priors: object[] = []

beforeEach(() => {
  priors = []
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(priors)))
})

const show = () =>
  render(
    <QueryClientProvider client={createQueryClient(() => undefined)}>
      <Bench />
    </QueryClientProvider>,
  )

const cells = () => screen.getByRole('status').textContent
const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }))

test('a layout is filled with the images of the sample', async () => {
  show()
  expect(cells()).toBe('[one]')

  await press('Two pictures side by side')
  expect(cells()).toBe('[one] two')
  await press('Four pictures')
  expect(cells()).toBe('[one] two three null')
})

test('an image goes to the active cell', async () => {
  show()
  await press('Two pictures side by side')

  await press('next cell')
  await press(/Image 3/)

  expect(cells()).toBe('one [three]')
  expect(screen.getByRole('button', { name: /Image 3/, pressed: true })).toBeVisible()
})

test('what the pictures share is asked only where there are several', async () => {
  show()
  expect(screen.queryByRole('button', { name: 'Scroll together' })).toBeNull()

  await press('Two pictures side by side')
  expect(screen.getByRole('button', { name: 'Scroll together', pressed: true })).toBeVisible()
  await press('Zoom and move together')
  expect(screen.getByRole('button', { name: 'Zoom and move together', pressed: true })).toBeVisible()
})

test('a prior is chosen from a menu, and is no image of the sample', async () => {
  const image = {
    id: 'before',
    kind: 'series',
    modality: 'CT',
    study_instance_uid: '1',
    series_instance_uid: '2',
  }
  priors = [
    { study_instance_uid: '1', days_before: 365, study_date: null, description: null, images: [image] },
  ]
  show()
  await userEvent.click(await screen.findByText('1 prior'))

  await press('Prior, 365 days before CT')

  expect(cells()).toBe('[before]')
  await press('Two pictures side by side')
  expect(cells()).toBe('[before] one')
})

test('where there are no priors there is no menu', async () => {
  show()

  await vi.waitFor(() => expect(cells()).toBe('[one]'))
  expect(screen.queryByText(/prior/)).toBeNull()
})
