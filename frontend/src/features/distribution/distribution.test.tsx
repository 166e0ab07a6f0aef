import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Distribution, Member, ReadingSet } from '@/api/types'
import { renderPart } from '@/test/render'
import { problem, serve } from '@/test/server'
import { DistributionSettings } from './components/distribution-settings'
import { MyTraining } from './components/my-training'
import { TrainingSettings } from './components/training-settings'

const set = { id: 'set', is_blind: false, archived_at: null } as ReadingSet
const distribution: Distribution = {
  set_id: 'set',
  split: 'upload_order',
  seed: 0,
  repeat_share: 0.1,
  repeat_after_days: 30,
  control_share: 0,
  extra_readers: 0,
  alike_from: 0.7,
  training_set_id: null,
  known_answers: 4,
  version: 3,
}
const url = '/api/v1/sets/set'
const training = {
  set_id: 'set',
  is_training: true,
  pass_mark: 0.8,
  cases: 4,
  is_passed: false,
  package_id: null,
  marked: 0,
  total: 0,
  attempts: [],
}

describe('DistributionSettings', () => {
  it('saves what is dealt out once more, in shares, over the version that was looked at', async () => {
    const server = serve({
      [`GET ${url}/distribution`]: { body: distribution },
      [`PATCH ${url}/distribution`]: { body: { ...distribution, control_share: 0.05, version: 4 } },
    })
    await renderPart(<DistributionSettings set={set} trainings={[]} />)

    const control = await screen.findByLabelText('Share of new packages, in %')
    await userEvent.clear(control)
    await userEvent.type(control, '5')
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))

    expect(await screen.findByText('Saved')).toBeInTheDocument()
    const asked = server.asked.find(({ method }) => method === 'PATCH')
    expect(asked?.headers.get('if-match')).toBe('"3"')
    expect(await asked?.json()).toMatchObject({ control_share: 0.05, repeat_share: 0.1, alike_from: 0.7 })
  })

  it('leaves what others have read to the schedule for who is blind', async () => {
    serve({ [`GET ${url}/distribution`]: { body: distribution } })
    await renderPart(<DistributionSettings set={{ ...set, is_blind: true }} trainings={[]} />)

    expect(await screen.findByRole('button', { name: 'Do now what is due' })).toBeDisabled()
  })
})

describe('TrainingSettings', () => {
  it('takes readings as known answers, and makes the set a training', async () => {
    const server = serve({
      [`GET ${url}/training`]: { body: { ...training, is_training: false, pass_mark: null } },
      [`POST ${url}/known-answers`]: { body: { taken: 2, known: 2 } },
      [`PUT ${url}/training`]: { body: training },
    })
    await renderPart(<TrainingSettings set={set} readers={[{ user_id: 'ada', name: 'Ada' } as Member]} />)

    await userEvent.click(await screen.findByRole('button', { name: 'Take them as known answers' }))
    expect(await screen.findByText(/2 answers taken; 2 samples/)).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Make it a training' }))

    await waitFor(() => expect(server.paths()).toContain(`PUT ${url}/training`))
    const put = server.asked.find(({ method }) => method === 'PUT')
    expect(await put?.json()).toEqual({ pass_mark: 0.7 })
  })
})

describe('MyTraining', () => {
  it('leaves other sets as they are', async () => {
    serve({ [`GET ${url}/training`]: { body: { ...training, is_training: false, pass_mark: null } } })
    await renderPart(<MyTraining setId="set" otherwise={<p>My next package</p>} />)

    expect(await screen.findByText('My next package')).toBeInTheDocument()
  })

  it('says why it cannot be started', async () => {
    serve({
      [`GET ${url}/training`]: { body: training },
      [`POST ${url}/training/start`]: problem(409, 'NoKnownAnswers', 'No answer is known in this set yet.'),
    })
    await renderPart(<MyTraining setId="set" otherwise={null} />)

    await userEvent.click(await screen.findByRole('button', { name: 'Start the training' }))

    expect(await screen.findByText('No answer is known in this set yet.')).toBeInTheDocument()
  })

  it('tells who has passed that they have', async () => {
    const attempt = { attempt: 1, cases: 4, score: 0.9, pass_mark: 0.8, is_passed: true, created_at: '' }
    serve({ [`GET ${url}/training`]: { body: { ...training, is_passed: true, attempts: [attempt] } } })
    await renderPart(<MyTraining setId="set" otherwise={null} />)

    expect(await screen.findByText(/You have passed this training, with 90 %/)).toBeInTheDocument()
  })
})
