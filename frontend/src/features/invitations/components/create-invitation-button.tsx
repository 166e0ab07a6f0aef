import { Button, Checkbox, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import type { GroupRole, Invitation } from '@/api/types'
import { FormDialog } from '@/components/form-dialog'
import { useText as useCommonText } from '@/components/messages'
import { RoleSelect } from '@/components/role-select'
import { formatInstant } from '@/lib/format'
import { useCreateInvitation } from '../api'
import { useText } from '../messages'
import { CodeToPassOn } from './code-to-pass-on'

interface InvitationValues {
  role: GroupRole
  expires_in_days: number | string
  /** An empty text for any number. */
  max_uses: number | string
  note: string
  /** An empty text for whoever has the code. */
  email: string
  requires_approval: boolean
}

const initialValues: InvitationValues = {
  role: 'annotator',
  expires_in_days: 7,
  max_uses: '',
  note: '',
  email: '',
  requires_approval: false,
}

/** Makes a join code, then shows it ready to be passed on. */
export function CreateInvitationButton({ groupId }: { groupId: string }) {
  const t = useText()
  const [opened, dialog] = useDisclosure()
  const create = useCreateInvitation(groupId)
  const form = useInvitationForm()
  const open = () => {
    form.reset()
    create.reset()
    dialog.open()
  }
  const submit = form.onSubmit(({ role, expires_in_days, max_uses, note, email, requires_approval }) =>
    create.mutate(
      {
        role,
        expires_in_days: Number(expires_in_days),
        max_uses: max_uses === '' ? null : Number(max_uses),
        note: note.trim() || null,
        email: email.trim() || null,
        requires_approval,
      },
      { onError: (error) => form.setErrors(error.fieldErrors) },
    ),
  )
  return (
    <>
      <Button onClick={open}>{t('create')}</Button>
      <FormDialog
        opened={opened}
        title={create.data ? t('madeTitle') : t('createTitle')}
        action={t('createAction')}
        busy={create.isPending}
        error={create.error}
        onSubmit={submit}
        onClose={dialog.close}
        done={create.data && <Made invitation={create.data} onClose={dialog.close} />}
      >
        <InvitationFields form={form} />
      </FormDialog>
    </>
  )
}

function useInvitationForm() {
  const t = useText()
  const between = (least: number, most: number) => (value: number | string) =>
    Number(value) >= least && Number(value) <= most ? null : t('between', { least, most })
  return useForm<InvitationValues>({
    initialValues,
    validate: {
      expires_in_days: between(1, 90),
      email: (email) => (/^\s*([^@\s]+@[^@\s]+)?\s*$/.test(email) ? null : t('emailInvalid')),
      max_uses: (uses) => (uses === '' ? null : between(1, 1000)(uses)),
    },
  })
}

function InvitationFields({ form }: { form: ReturnType<typeof useInvitationForm> }) {
  const t = useText()
  return (
    <>
      <RoleSelect
        label={t('role')}
        description={t('roleHint')}
        value={form.values.role}
        onChange={(role) => form.setFieldValue('role', role)}
        data-autofocus
      />
      <TextInput
        type="email"
        label={t('email')}
        description={t('emailHint')}
        maxLength={254}
        {...form.getInputProps('email')}
      />
      <Group grow align="flex-start" gap="lg">
        <NumberInput
          label={t('expiresIn')}
          min={1}
          max={90}
          allowDecimal={false}
          clampBehavior="none"
          {...form.getInputProps('expires_in_days')}
        />
        <NumberInput
          label={t('maxUses')}
          disabled={form.values.email.trim() !== ''}
          placeholder={t('anyNumber')}
          min={1}
          max={1000}
          allowDecimal={false}
          clampBehavior="none"
          {...form.getInputProps('max_uses')}
        />
      </Group>
      <TextInput
        label={t('note')}
        description={t('noteHint')}
        maxLength={200}
        {...form.getInputProps('note')}
      />
      <Checkbox
        label={t('requiresApproval')}
        description={t('requiresApprovalHint')}
        {...form.getInputProps('requires_approval', { type: 'checkbox' })}
      />
    </>
  )
}

/** Who may join by it, and whether it is on its way. */
function textOf({ email, mailed_at }: Invitation) {
  if (email === null) return 'madeText'
  return mailed_at === null ? 'madeUnsent' : 'madeSent'
}

function Made({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const t = useText()
  const common = useCommonText()
  const role = common(`role.${invitation.role}`)
  return (
    <Stack gap="lg">
      <Text size="sm">
        {t(textOf(invitation), {
          role,
          until: formatInstant(invitation.expires_at),
          email: invitation.email,
        })}
      </Text>
      <CodeToPassOn code={invitation.code} />
      <Group justify="flex-end">
        <Button onClick={onClose} autoFocus>
          {common('close')}
        </Button>
      </Group>
    </Stack>
  )
}
