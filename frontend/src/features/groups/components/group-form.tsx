import { Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Group } from '@/api/types'
import { useText as useCommonText } from '@/components/messages'
import { Panel } from '@/components/panel'
import { PanelForm } from '@/components/panel-form'
import { groupQuery, useUpdateGroup } from '../api'
import { useText } from '../messages'

/** Name and description. Two admins who save at once do not overwrite each other. */
export function GroupForm({ group }: { group: Group }) {
  const t = useText()
  const common = useCommonText()
  const queryClient = useQueryClient()
  const update = useUpdateGroup(group.id)
  // The version that the form was filled from, whatever has come from the server since.
  const [version, setVersion] = useState(group.version)
  const form = useForm({
    initialValues: valuesOf(group),
    validate: { name: (name) => (name.trim() ? null : common('fieldRequired')) },
  })
  const fill = (stored: Group) => {
    setVersion(stored.version)
    form.setValues(valuesOf(stored))
    form.resetDirty(valuesOf(stored))
    form.clearErrors()
  }
  const lookAgain = async () => {
    fill(await queryClient.fetchQuery({ ...groupQuery(group.id), staleTime: 0 }))
    update.reset()
  }
  const submit = form.onSubmit(({ name, description }) =>
    update.mutate(
      { name: name.trim(), description: description.trim() || null, version },
      { onSuccess: fill, onError: (error) => form.setErrors(error.fieldErrors) },
    ),
  )
  return (
    <Panel title={t('settings.title')}>
      <PanelForm
        action={common('save')}
        busy={update.isPending}
        saved={update.isSuccess && !form.isDirty() && common('saved')}
        error={update.error}
        onLookAgain={() => void lookAgain()}
        onSubmit={submit}
      >
        <TextInput label={t('name')} {...form.getInputProps('name')} />
        <Textarea
          label={t('description')}
          autosize
          minRows={2}
          maxRows={10}
          {...form.getInputProps('description')}
        />
      </PanelForm>
    </Panel>
  )
}

function valuesOf({ name, description }: Group) {
  return { name, description: description ?? '' }
}
