import '../messages'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { AssistBar } from './assist-bar'
import type { Assist, Job } from './use-assist'

const outlines = [1, 2].map((slice) => ({
  place: { sopInstanceUid: `1.${slice}`, frame: 1 },
  points: [],
}))
const bearer = { imageId: 'image', labelId: 'nodule', trackingUid: null, maskId: null }
const proposal: Job = {
  state: 'proposal',
  imageId: 'image',
  proposal: { outlines, remark: { what: 'widening', slice: 6 }, bearer, color: '#fff' },
}

const assistWith = (job: Job): Assist => ({
  job,
  tolerance: null,
  setTolerance: vi.fn(),
  canCarry: false,
  carry: vi.fn(),
  take: vi.fn(),
  accept: vi.fn(),
  drop: vi.fn(),
  overlaysOn: () => [],
})

test('nothing is shown while nothing is assisted', () => {
  const { container } = render(
    <AssistBar assist={assistWith({ state: 'idle' })} tool="box" onCommand={vi.fn()} />,
  )
  expect(container).toBeEmptyDOMElement()
})

test('a tool says what it waits for; growing asks for a tolerance', async () => {
  const assist = assistWith({ state: 'idle' })
  render(<AssistBar assist={assist} tool="grow-3d" onCommand={vi.fn()} />)
  expect(screen.getByRole('status')).toHaveTextContent('Click into what should grow.')
  await userEvent.type(screen.getByLabelText(/Tolerance/), '5')
  expect(assist.setTolerance).toHaveBeenCalledWith(5)
})

test('work is counted and can be stopped', async () => {
  const assist = assistWith({ state: 'working', imageId: 'image', pictures: 3 })
  render(<AssistBar assist={assist} tool="grow-3d" onCommand={vi.fn()} />)
  expect(screen.getByRole('status')).toHaveTextContent('3 pictures so far')
  await userEvent.click(screen.getByRole('button', { name: /stop/ }))
  expect(assist.drop).toHaveBeenCalled()
})

test('a proposal says what is doubtful, and is accepted, edited or dropped', async () => {
  const assist = assistWith(proposal)
  const perform = vi.fn()
  render(<AssistBar assist={assist} tool="grow-3d" onCommand={perform} />)
  const said = screen.getByRole('status')
  expect(said).toHaveTextContent('Proposed on 2 pictures.')
  expect(said).toHaveTextContent('Stopped before picture 7')

  await userEvent.click(screen.getByRole('button', { name: /accept$/ }))
  expect(perform).toHaveBeenLastCalledWith({ type: 'accept-proposal', inHand: false })
  await userEvent.click(screen.getByRole('button', { name: /accept and edit/ }))
  expect(perform).toHaveBeenLastCalledWith({ type: 'accept-proposal', inHand: true })
  await userEvent.click(screen.getByRole('button', { name: /drop/ }))
  expect(assist.drop).toHaveBeenCalled()
})
