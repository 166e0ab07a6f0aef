import { List, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { PresetSection } from '@/api/types'
import { useText } from '../messages'
import classes from './preset-sections.module.css'

/** What a preset does, a part for each modality, in words. */
export function PresetSections({ sections }: { sections: readonly PresetSection[] }) {
  return (
    <div className={classes['sections']}>
      {sections.map((section) => (
        <Section key={section.modality} section={section} isOnly={sections.length === 1} />
      ))}
    </div>
  )
}

function Section({ section, isOnly }: { section: PresetSection; isOnly: boolean }) {
  const t = useText()
  const { intensity, preprocessing, mask_preprocessing: mask } = section
  return (
    <section className={classes['section']}>
      <Title order={3}>{sectionName(section, isOnly, t)}</Title>
      <dl className={classes['facts']}>
        <Part name={t('preset.intensity')}>{intensity}</Part>
        <Part name={t('preset.image')}>
          <Steps steps={preprocessing} none={t('preset.untouched')} />
        </Part>
        <Part name={t('preset.mask')}>
          <Steps steps={mask} none={t('preset.maskUntouched')} />
        </Part>
        <Part name={t('imageTypes')}>{section.image_types.join(', ')}</Part>
        <Part name={t('featureClasses')}>{section.feature_classes.join(', ')}</Part>
        <Part name={t('preset.settings')}>
          <Settings settings={section.settings} />
        </Part>
      </dl>
    </section>
  )
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Steps({ steps, none }: { steps: readonly string[]; none: string }) {
  if (steps.length === 0)
    return (
      <Text span size="sm" c="dimmed">
        {none}
      </Text>
    )
  if (steps.length === 1) return steps[0]
  return (
    <List type="ordered" size="sm">
      {steps.map((step, index) => (
        <List.Item key={index}>{step}</List.Item>
      ))}
    </List>
  )
}

function Settings({ settings }: { settings: PresetSection['settings'] }) {
  const t = useText()
  const entries = Object.entries(settings)
  if (entries.length === 0)
    return (
      <Text span size="sm" c="dimmed">
        {t('preset.defaults')}
      </Text>
    )
  return (
    <ul className={classes['settings']}>
      {entries.map(([name, value]) => (
        <li key={name}>
          <span>{name}</span> {inWords(value)}
        </li>
      ))}
    </ul>
  )
}

/** "Any other" says nothing where there is no other. */
export function sectionName({ modality }: PresetSection, isOnly: boolean, t: ReturnType<typeof useText>) {
  if (modality !== 'any') return modality
  return isOnly ? t('preset.anyAtAll') : t('preset.any')
}

function inWords(value: unknown): string {
  if (value === null) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
