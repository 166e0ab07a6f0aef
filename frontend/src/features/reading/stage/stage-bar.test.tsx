import '../messages'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
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
  const { stage } = useStage(items, 0, 'set')
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

const cells = () => screen.getByRole('status').textContent
const press = (name: string | RegExp) => userEvent.click(screen.getByRole('button', { name }))

test('a layout is filled with the images of the sample', async () => {
  render(<Bench />)
  expect(cells()).toBe('[one]')

  await press('Two pictures side by side')
  expect(cells()).toBe('[one] two')
  await press('Four pictures')
  expect(cells()).toBe('[one] two three null')
})

test('an image goes to the active cell', async () => {
  render(<Bench />)
  await press('Two pictures side by side')

  await press('next cell')
  await press(/Image 3/)

  expect(cells()).toBe('one [three]')
  expect(screen.getByRole('button', { name: /Image 3/, pressed: true })).toBeVisible()
})

test('what the pictures share is asked only where there are several', async () => {
  render(<Bench />)
  expect(screen.queryByRole('button', { name: 'Scroll together' })).toBeNull()

  await press('Two pictures side by side')
  expect(screen.getByRole('button', { name: 'Scroll together', pressed: true })).toBeVisible()
  await press('Zoom and move together')
  expect(screen.getByRole('button', { name: 'Zoom and move together', pressed: true })).toBeVisible()
})
