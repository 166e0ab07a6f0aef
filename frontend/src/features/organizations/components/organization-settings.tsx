import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Organization } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'
import { Panel } from '@/components/panel'
import { PanelForm } from '@/components/panel-form'
import { useRenameOrganization } from '../api'
import { useText } from '../messages'

export function OrganizationSettings({ organization }: { organization: Organization }) {
  const t = useText()
  const common = useCommonText()
  const rename = useRenameOrganization(organization.id)
  const form = useForm({
    initialValues: { name: organization.name },
    validate: { name: (name) => (name.trim() ? null : common('fieldRequired')) },
  })
  const submit = form.onSubmit(({ name }) =>
    rename.mutate(name.trim(), {
      onSuccess: ({ name }) => {
        form.setValues({ name })
        form.resetDirty({ name })
      },
      onError: (error) => form.setErrors(error.fieldErrors),
    }),
  )
  return (
    <Panel title={t('tabs.settings')}>
      <PanelForm
        action={common('save')}
        busy={rename.isPending}
        saved={rename.isSuccess && !form.isDirty() && common('saved')}
        error={rename.error}
        onSubmit={submit}
      >
        <TextInput label={t('name')} {...form.getInputProps('name')} />
        <TextInput
          label={t('key')}
          description={t('keyFixed')}
          value={organization.center_key}
          readOnly
          variant="filled"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
      </PanelForm>
    </Panel>
  )
}
