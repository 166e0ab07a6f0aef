import '../messages'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import { label } from '../model/fixtures'
import { AttributeFields } from './attribute-fields'
import { Said } from './said'

const nodule = {
  ...label('nodule', 'Nodule'),
  attributes: [
    { kind: 'choice', name: 'margin', required: true, options: ['smooth', 'rough'] },
    { kind: 'number', name: 'size', required: false, min: 0, max: 9, unit: 'mm' },
    { kind: 'yes_no', name: 'solid', required: false },
    { kind: 'text', name: 'lobe', required: false },
  ] as const,
} as unknown as ReturnType<typeof label>

describe('the attributes of an object', () => {
  test('are said, each in its kind, and taken back', async () => {
    const onSay = vi.fn()
    const { rerender } = render(<AttributeFields label={nodule} said={null} onSay={onSay} />)

    await userEvent.selectOptions(screen.getByLabelText(/margin/), 'rough')
    await userEvent.selectOptions(screen.getByLabelText('solid'), 'no')
    await userEvent.type(screen.getByLabelText('size (mm)'), '3.5')
    await userEvent.type(screen.getByLabelText('lobe'), 'upper')
    await userEvent.tab()

    expect(onSay.mock.calls).toEqual([
      ['margin', 'rough'],
      ['solid', false],
      ['size', 3.5],
      ['lobe', 'upper'],
    ])
    rerender(<AttributeFields label={nodule} said={{ margin: 'rough' }} onSay={onSay} />)
    await userEvent.selectOptions(screen.getByLabelText(/margin/), '–')
    expect(onSay).toHaveBeenLastCalledWith('margin', null)
  })

  test('a number beyond its bounds is told and not said', async () => {
    const onSay = vi.fn()
    render(<AttributeFields label={nodule} said={null} onSay={onSay} />)

    await userEvent.type(screen.getByLabelText('size (mm)'), '12')

    expect(screen.getByRole('alert')).toHaveTextContent('From 0 to 9.')
    await userEvent.tab()
    expect(onSay).not.toHaveBeenCalled()
  })

  test('a choice that is no longer offered stays where it was made', () => {
    render(<AttributeFields label={nodule} said={{ margin: 'lobulated' }} onSay={vi.fn()} />)

    expect(screen.getByLabelText(/margin/)).toHaveValue('lobulated')
  })

  test('in one line say what is missing', () => {
    const { rerender } = render(<Said label={nodule} said={{ size: 3.5, solid: true }} />)
    expect(screen.getByText(/size: 3.5 mm · solid: yes/)).toHaveTextContent('still to say: margin')

    rerender(<Said label={label('a', 'A')} said={null} />)
    expect(screen.queryByText(/still/)).toBeNull()
  })
})
