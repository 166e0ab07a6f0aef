import '../messages'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Label } from '@/api/types'
import { renderPart } from '@/test/render'
import type { Feedback, Training } from '../use-training'
import { TrainingFeedback } from './training-feedback'

const nodule = { id: 'nodule', name: 'Nodule' } as Label
const feedback = {
  examination_id: 'reading',
  likeness: 0.5,
  pass_mark: 0.7,
  answer: {
    annotations: [{ label_id: 'nodule' }, { label_id: 'nodule' }],
    no_finding: false,
    bad_quality: false,
    comment: null,
  },
  marked: 1,
  total: 4,
  result: null,
} as unknown as Feedback

const training = (change: Partial<Training> = {}): Training => ({
  isTraining: true,
  feedback,
  error: null,
  answer: null,
  isShown: false,
  show: vi.fn(),
  ...change,
})

const draw = (given: Training, onNext = vi.fn()) =>
  renderPart(<TrainingFeedback training={given} labels={[nodule]} onNext={onNext} />)

describe('TrainingFeedback', () => {
  it('says nothing outside a training', async () => {
    await draw(training({ isTraining: false }))

    expect(screen.queryByRole('region', { name: 'Training' })).not.toBeInTheDocument()
  })

  it('waits until the case is done', async () => {
    await draw(training({ feedback: null }))

    expect(screen.getByRole('status')).toHaveTextContent('Say that you are done')
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument()
  })

  it('tells the mark and the known answer, and shows it on the picture', async () => {
    const show = vi.fn()
    const onNext = vi.fn()
    await draw(training({ show }), onNext)

    expect(screen.getByRole('status')).toHaveTextContent('50 % alike; 70 % is needed')
    expect(screen.getByRole('status')).toHaveTextContent('The known answer: Nodule × 2.')
    expect(screen.getByRole('status')).toHaveTextContent('1 of 4 cases marked')
    await userEvent.click(screen.getByRole('checkbox', { name: /known answer on the picture/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Next case' }))
    expect(show).toHaveBeenCalledWith(true)
    expect(onNext).toHaveBeenCalled()
  })

  it('says how the attempt ended', async () => {
    const result = { attempt: 1, cases: 4, score: 0.4, pass_mark: 0.7, is_passed: false, created_at: '' }
    await draw(training({ feedback: { ...feedback, likeness: null, marked: 4, result } }))

    expect(screen.getByRole('status')).toHaveTextContent('It cannot be said')
    expect(screen.getByRole('status')).toHaveTextContent('Not passed: 40 % on average, 70 % is needed')
  })
})
