import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReadingSet } from '@/api/types'
import { FormError } from '@/components/form-error'
import { Panel } from '@/components/panel'
import { useText } from '../messages'
import { useSetEditing } from '../use-set-editing'
import { GuidelinePictures } from './guideline-pictures'
import { HangingFields } from './hanging-fields'
import { SetConflict } from './set-conflict'
import { SetFields } from './set-fields'

/** All that a lead decides about a set. */
export function SetSettings({ set }: { set: ReadingSet }) {
  const t = useText()
  const editing = useSetEditing(set)
  const { form, hasChanges, isSaved } = editing
  const isRead = (set.examination_count ?? 0) > 0
  const taskFixed = set.is_blind ? t('blind.fixed') : isRead && t('taskFixed')
  return (
    <Panel title={t('settings.title')}>
      <form onSubmit={editing.submit} noValidate>
        <Stack gap="lg" maw={760}>
          <SetFields
            form={form}
            isBlind={set.is_blind}
            taskFixed={taskFixed}
            readersFixed={set.package_count > 0 && t('readersFixed')}
          />
          <GuidelinePictures
            setId={set.id}
            onInsert={(markdown) =>
              form.setFieldValue('guideline', (text) => (text ? `${text}\n\n${markdown}` : markdown))
            }
          />
          <HangingFields
            rules={form.values.hanging}
            onChange={(rules) => form.setFieldValue('hanging', rules)}
          />
          {editing.theirs.length > 0 && (
            <SetConflict
              stored={editing.base}
              typed={form.values}
              fields={editing.theirs}
              onTake={editing.takeTheirs}
            />
          )}
          <FormError error={editing.error} places={editing.places} />
          <Group gap="md">
            <Button type="submit" loading={editing.isSaving} disabled={!hasChanges}>
              {t('settings.save')}
            </Button>
            <Text size="sm" c="dimmed" role="status">
              {isSaved && t('settings.saved')}
              {hasChanges && !editing.isSaving && t('settings.unsaved')}
            </Text>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}
