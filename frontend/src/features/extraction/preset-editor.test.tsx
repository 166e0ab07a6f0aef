import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/errors'
import { renderPart } from '@/test/render'
import { serve } from '@/test/server'
import { PresetEditor, type PresetDraft } from './components/preset-editor'

const source = 'format: isocenter-preset/1\nCT:\n  preprocessing:\n    - resample: {order: 9}\n'
const section = {
  modality: 'CT',
  intensity: 'as stored, rescaled',
  preprocessing: ['Crop to the region and 10 mm around it', 'Resample to 1 by 1 by 1 mm, cubic'],
  mask_preprocessing: [],
  image_types: ['Original'],
  feature_classes: ['shape', 'glcm'],
  settings: { binWidth: 20 },
}
const sound = {
  valid: true,
  errors: [],
  name: null,
  description: null,
  regions: 'referenced',
  sections: [section],
}
const wrong = {
  ...sound,
  valid: false,
  sections: [],
  errors: [
    {
      line: 4,
      column: 17,
      path: 'CT.preprocessing[0].resample.order',
      message: 'order must be from 0 to 5.',
    },
  ],
}

async function renderEditor(
  answer: object,
  { error, ...initial }: Partial<PresetDraft> & { error?: ApiError } = {},
) {
  serve({ 'POST /api/v1/extraction-presets/check': { body: answer } })
  const onSave = vi.fn()
  await renderPart(
    <PresetEditor
      initial={{ name: '', description: '', source, ...initial }}
      action="Create preset"
      busy={false}
      error={error ?? null}
      onSave={onSave}
    />,
  )
  return onSave
}

const yaml = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'YAML' })

describe('PresetEditor', () => {
  it('says what is wrong at which line, and goes there', async () => {
    await renderEditor(wrong)

    await userEvent.click(
      await screen.findByRole('button', { name: 'Line 4, CT.preprocessing[0].resample.order' }),
    )

    expect(screen.getByText(/order must be from 0 to 5/)).toBeVisible()
    expect(yaml()).toHaveFocus()
    expect(yaml()).toBeInvalid()
    expect(yaml().value.slice(yaml().selectionStart)).toBe('{order: 9}\n')
  })

  it('shows in words what would be computed', async () => {
    await renderEditor(sound)

    const words = await screen.findByRole('region', { name: 'What it computes' })
    for (const text of ['CT', 'Crop to the region and 10 mm around it', 'shape, glcm', 'as it was drawn'])
      expect(await within(words).findByText(text)).toBeVisible()
    expect(screen.getByText('Nothing wrong with it.')).toBeVisible()
  })

  it('takes in a file, with the name that it gives itself', async () => {
    const onSave = await renderEditor(sound, { source: '' })
    const text = 'name: "Lung CT"\nformat: isocenter-preset/1\n'

    const input = document.querySelector<HTMLInputElement>('input[type=file]')!
    await userEvent.upload(input, new File([text], 'lung.yaml', { type: 'text/yaml' }))

    expect(await screen.findByDisplayValue('Lung CT')).toHaveAccessibleName('Name')
    await userEvent.click(screen.getByRole('button', { name: 'Create preset' }))
    expect(onSave).toHaveBeenCalledWith({ name: 'Lung CT', description: '', source: text })
  })

  it('is not saved without a name', async () => {
    await renderEditor(sound)

    expect(screen.getByRole('button', { name: 'Create preset' })).toBeDisabled()
  })

  it('says at the name that it is taken', async () => {
    const error = new ApiError(409, 'PresetNameTaken', 'Your centre has a preset of this name.')
    await renderEditor(sound, { name: 'Lung CT', error })

    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(
      'Your centre has a preset of this name.',
    )
  })
})
