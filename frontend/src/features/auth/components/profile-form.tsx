import { NumberInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Me, MeUpdate } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'
import { Panel } from '@/components/panel'
import { PanelForm } from '@/components/panel-form'
import { useUpdateMe } from '../api'
import { useText } from '../messages'

/** What others see of me; all but the name may be left empty, and emptied again. */
export function ProfileForm({ me }: { me: Me }) {
  const t = useText()
  const common = useCommonText()
  const update = useUpdateMe()
  const form = useForm<ProfileValues>({
    initialValues: valuesOf(me),
    validate: { name: (name) => (name.trim() ? null : common('fieldRequired')) },
  })
  const submit = form.onSubmit((values) =>
    update.mutate(bodyOf(values), {
      onSuccess: (saved) => {
        form.setValues(valuesOf(saved))
        form.resetDirty(valuesOf(saved))
      },
      onError: (error) => form.setErrors(error.fieldErrors),
    }),
  )
  return (
    <Panel title={t('profile.about')}>
      <PanelForm
        action={common('save')}
        busy={update.isPending}
        saved={update.isSuccess && !form.isDirty() && common('saved')}
        error={update.error}
        onSubmit={submit}
      >
        <TextInput label={t('name')} autoComplete="name" {...form.getInputProps('name')} />
        <TextInput
          label={t('email')}
          description={t('profile.emailHint')}
          value={me.email}
          readOnly
          variant="filled"
        />
        <TextInput
          label={t('profile.title')}
          autoComplete="honorific-prefix"
          {...form.getInputProps('title')}
        />
        <TextInput
          label={t('profile.specialty')}
          autoComplete="organization-title"
          {...form.getInputProps('specialty')}
        />
        <NumberInput
          label={t('profile.startYear')}
          description={t('profile.startYearHint')}
          styles={{ input: { width: 120 } }}
          min={1900}
          max={new Date().getFullYear()}
          clampBehavior="none"
          allowDecimal={false}
          thousandSeparator=""
          hideControls
          {...form.getInputProps('practice_start_year')}
        />
      </PanelForm>
    </Panel>
  )
}

interface ProfileValues {
  name: string
  title: string
  specialty: string
  /** An empty text while no year is given. */
  practice_start_year: number | string
}

function valuesOf({ name, title, specialty, practice_start_year: year }: Me): ProfileValues {
  return { name, title: title ?? '', specialty: specialty ?? '', practice_start_year: year ?? '' }
}

function bodyOf({ name, title, specialty, practice_start_year: year }: ProfileValues): MeUpdate {
  return {
    name: name.trim(),
    title: title.trim() || null,
    specialty: specialty.trim() || null,
    practice_start_year: year === '' ? null : Number(year),
  }
}
