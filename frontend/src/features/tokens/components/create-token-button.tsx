import { Button, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import type { Me } from '@/api/types'
import { ChoiceSelect } from '@/components/choice-select'
import { CopyField } from '@/components/copy-field'
import { FormDialog } from '@/components/form-dialog'
import { useText as useCommonText } from '@/components/messages'
import { useCreateToken, type ApiToken } from '../api'
import { useText } from '../messages'

const scopes = ['read', 'annotate', 'manage'] as const satisfies readonly ApiToken['scope'][]

/** Makes a token, and shows it once. */
export function CreateTokenButton({ groups }: { groups: Me['groups'] }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  return (
    <>
      <Button onClick={dialog.open}>{t('create')}</Button>
      {opened && <CreateTokenDialog groups={groups} onClose={dialog.close} />}
    </>
  )
}

function CreateTokenDialog({ groups, onClose }: { groups: Me['groups']; onClose: () => void }) {
  const t = useText()
  const create = useCreateToken()
  const form = useTokenForm()
  const submit = form.onSubmit(({ name, scope, group_id, days }) =>
    create.mutate(
      { name, scope, group_id: group_id || null, expires_in_days: Number(days) },
      { onError: (error) => form.setErrors(error.fieldErrors) },
    ),
  )
  return (
    <FormDialog
      opened
      title={create.data ? t('madeTitle') : t('createTitle')}
      action={t('createAction')}
      busy={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={onClose}
      done={create.data && <Made token={create.data.token} onClose={onClose} />}
    >
      <TextInput
        label={t('name')}
        description={t('nameHint')}
        withAsterisk
        data-autofocus
        maxLength={200}
        {...form.getInputProps('name')}
      />
      <ChoiceSelect
        label={t('scope')}
        choices={scopes.map((value) => ({
          value,
          label: t(`scopes.${value}`),
          hint: t(`scopeHints.${value}`),
        }))}
        value={form.values.scope}
        onChange={(scope) => form.setFieldValue('scope', scope)}
      />
      <NativeSelect
        label={t('group')}
        description={t('groupHint')}
        data={[
          { value: '', label: t('anyGroup') },
          ...groups.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        {...form.getInputProps('group_id')}
      />
      <NumberInput
        label={t('days')}
        min={1}
        max={366}
        allowDecimal={false}
        clampBehavior="none"
        {...form.getInputProps('days')}
      />
    </FormDialog>
  )
}

function useTokenForm() {
  const t = useText()
  const common = useCommonText()
  return useForm<{ name: string; scope: ApiToken['scope']; group_id: string; days: number | string }>({
    initialValues: { name: '', scope: 'read', group_id: '', days: 90 },
    validate: {
      name: (name) => (name.trim() ? null : common('fieldRequired')),
      days: (days) =>
        Number(days) >= 1 && Number(days) <= 366 ? null : t('between', { least: 1, most: 366 }),
    },
  })
}

function Made({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useText()
  const common = useCommonText()
  return (
    <Stack gap="lg">
      <Text size="sm">{t('madeText')}</Text>
      <CopyField label={t('token')} value={token} action={t('copy')} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{common('close')}</Button>
      </Group>
    </Stack>
  )
}
