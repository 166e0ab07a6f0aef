import '../messages'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import { examination, label, put } from '../model/fixtures'
import { entryOf } from '../model/queue'
import { LabelList } from './label-list'
import { LinkBar } from './link-bar'
import { ReadingFlags } from './reading-flags'
import { Refusals } from './refusals'
import { SaveState } from './save-state'
import { ToolBar } from './tool-bar'

const nodule = label('nodule', 'Nodule', 1)
const effusion = label('effusion', 'Effusion', 2)

describe('labels', () => {
  const base = {
    labels: [nodule, effusion],
    chosen: nodule,
    isReadOnly: false,
    isOnImage: () => false,
    onChoose: vi.fn(),
    onToggle: vi.fn(),
  }

  test('of a drawing set: one is chosen for the next shape', async () => {
    const onChoose = vi.fn()
    render(<LabelList {...base} isClassification={false} onChoose={onChoose} />)

    expect(screen.getByRole('button', { name: '1 Nodule' })).toHaveAttribute('aria-pressed', 'true')
    await userEvent.click(screen.getByRole('button', { name: '2 Effusion' }))
    expect(onChoose).toHaveBeenCalledWith(effusion)
  })

  test('may go on the whole image too', async () => {
    const onToggle = vi.fn()
    render(
      <LabelList
        {...base}
        isClassification={false}
        onToggle={onToggle}
        isOnImage={(each) => each === nodule}
      />,
    )

    expect(screen.getByRole('button', { name: 'Whole image: Nodule' })).toHaveAttribute(
      'aria-pressed',
      'true',
    )
    await userEvent.click(screen.getByRole('button', { name: 'Whole image: Effusion' }))
    expect(onToggle).toHaveBeenCalledWith(effusion)
  })

  test('of a classification are check boxes', async () => {
    const onToggle = vi.fn()
    render(
      <LabelList {...base} isClassification onToggle={onToggle} isOnImage={(each) => each === effusion} />,
    )

    expect(screen.getByRole('checkbox', { name: /Effusion/ })).toBeChecked()
    await userEvent.click(screen.getByRole('checkbox', { name: /Nodule/ }))
    expect(onToggle).toHaveBeenCalledWith(nodule)
  })

  test('that are missing are explained', () => {
    render(<LabelList {...base} labels={[]} chosen={null} isClassification />)

    expect(screen.getByText(/no labels yet/)).toBeVisible()
  })
})

describe('marks', () => {
  test('no finding is for samples without findings', async () => {
    const onChange = vi.fn()
    const { rerender } = render(
      <ReadingFlags examination={examination()} isReadOnly={false} onChange={onChange} />,
    )
    await userEvent.click(screen.getByRole('checkbox', { name: /No finding/ }))
    expect(onChange).toHaveBeenCalledWith('no_finding', true)

    const found = put('1', 'a')
    const annotations = found.kind === 'put_annotation' ? [found.annotation] : []
    rerender(
      <ReadingFlags examination={examination({ annotations })} isReadOnly={false} onChange={onChange} />,
    )
    expect(screen.getByRole('checkbox', { name: /No finding/ })).toBeDisabled()
  })

  test('wait for the reading', () => {
    render(<ReadingFlags examination={null} isReadOnly onChange={vi.fn()} />)

    for (const box of screen.getAllByRole('checkbox')) expect(box).toBeDisabled()
  })
})

describe('the state of saving', () => {
  test.each([
    [{ unsaved: 0, refused: 0, link: 'online' }, true, 'all saved'],
    [{ unsaved: 0, refused: 0, link: 'online' }, false, 'loading'],
    [{ unsaved: 2, refused: 0, link: 'online' }, true, 'saving 2 changes'],
    [{ unsaved: 1, refused: 0, link: 'offline' }, true, '1 change kept here'],
    [{ unsaved: 3, refused: 1, link: 'online' }, true, '1 change refused'],
  ] as const)('%o', (saving, isOpen, words) => {
    render(<SaveState saving={saving} isOpen={isOpen} />)

    expect(screen.getByRole('status')).toHaveTextContent(words)
  })

  test('a broken link has a bar, and a way to try now', async () => {
    const onTry = vi.fn()
    const { rerender } = render(<LinkBar link="online" onTry={onTry} />)
    expect(screen.queryByRole('alert')).toBeNull()

    rerender(<LinkBar link="offline" onTry={onTry} />)
    expect(screen.getByRole('alert')).toHaveTextContent('The server does not answer.')
    await userEvent.click(screen.getByRole('button', { name: 'Try now' }))
    expect(onTry).toHaveBeenCalled()
  })

  test('a refusal says what and why, and offers both ways out', async () => {
    const onDiscard = vi.fn()
    const entry = { ...entryOf(put('1', 'a')), state: 'failed', reason: 'Outside the image.' } as const
    render(<Refusals entries={[entry]} onRetry={vi.fn()} onDiscard={onDiscard} />)

    expect(screen.getByRole('alert')).toHaveTextContent('The server refused an object: Outside the image.')
    await userEvent.click(screen.getByRole('button', { name: 'Discard' }))
    expect(onDiscard).toHaveBeenCalledWith('1')
  })
})

test('the tool bar offers what the task allows', () => {
  const base = {
    tool: 'select' as const,
    canUndo: false,
    canRedo: false,
    hidden: { left: false, right: false },
    onPanel: vi.fn(),
    onTool: vi.fn(),
    onUndo: vi.fn(),
    onRedo: vi.fn(),
    isHistoryOpen: false,
    onHistory: vi.fn(),
    onGuideline: vi.fn(),
    onKeys: vi.fn(),
  }
  const { rerender } = render(<ToolBar {...base} allowed={['box', 'polygon', 'image_label']} />)
  expect(screen.getByRole('button', { name: 'R box' })).toBeVisible()

  rerender(<ToolBar {...base} allowed={['image_label']} />)
  expect(screen.queryByRole('button', { name: 'R box' })).toBeNull()
  expect(screen.getByRole('button', { name: 'W window' })).toBeVisible()
})

describe('a label that is archived', () => {
  const archived = { ...effusion, archived_at: '2026-01-01T00:00:00Z' }

  test('has no key and is not chosen for new shapes, but can be taken off the image', async () => {
    const onToggle = vi.fn()
    render(
      <LabelList
        labels={[nodule, archived]}
        chosen={nodule}
        isClassification={false}
        isReadOnly={false}
        isOnImage={(each) => each === archived}
        onChoose={vi.fn()}
        onToggle={onToggle}
      />,
    )

    expect(screen.getByRole('button', { name: 'Effusion' })).toBeDisabled()
    await userEvent.click(screen.getByRole('button', { name: 'Whole image: Effusion' }))
    expect(onToggle).toHaveBeenCalledWith(archived)
  })
})
