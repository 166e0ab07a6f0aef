import { Button, FileButton, Group, Image, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Notice } from '@/components/states'
import {
  guidelineImagesQuery,
  guidelineImageUrl,
  useAddGuidelineImage,
  useDeleteGuidelineImage,
} from '../guideline-api'
import { useText } from '../messages'

interface GuidelinePicturesProps {
  setId: string
  /** Put a picture into the text. */
  onInsert: (markdown: string) => void
}

/** The pictures that a guideline may show. */
export function GuidelinePictures({ setId, onInsert }: GuidelinePicturesProps) {
  const t = useText()
  const { data } = useQuery(guidelineImagesQuery(setId))
  const add = useAddGuidelineImage(setId)
  const remove = useDeleteGuidelineImage(setId)
  const send = (file: File | null) =>
    file && add.mutate(file, { onSuccess: ({ markdown }) => onInsert(markdown) })
  return (
    <Stack gap="xs" role="group" aria-label={t('pictures.title')}>
      {data?.items.map(({ id, name, markdown }) => (
        <Group key={id} gap="sm" wrap="nowrap">
          <Image src={guidelineImageUrl(id)} alt="" w={48} h={36} fit="contain" />
          <Text size="sm" truncate flex={1}>
            {name}
          </Text>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={t('pictures.insertOf', { name })}
            onClick={() => onInsert(markdown)}
          >
            {t('pictures.insert')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={t('pictures.deleteOf', { name })}
            loading={remove.isPending && remove.variables === id}
            onClick={() => remove.mutate(id)}
          >
            {t('pictures.delete')}
          </Button>
        </Group>
      ))}
      <Group gap="sm">
        <FileButton accept="image/png,image/jpeg" onChange={send}>
          {(props) => (
            <Button variant="default" size="compact-sm" loading={add.isPending} {...props}>
              {t('pictures.add')}
            </Button>
          )}
        </FileButton>
        <Text size="xs" c="dimmed">
          {t('pictures.hint')}
        </Text>
      </Group>
      {add.error && <Notice>{add.error.detail}</Notice>}
    </Stack>
  )
}
