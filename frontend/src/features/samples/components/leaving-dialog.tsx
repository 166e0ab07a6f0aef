import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ApiError } from '@/api/errors'
import type { SamplesContents } from '@/api/types'
import { ConfirmDialog } from '@/components/confirm-dialog'
import { ContentsList } from '@/components/contents-list'
import { QueryView } from '@/components/query-view'
import { Loading } from '@/components/states'
import { samplesContentsQuery } from '../api'

interface LeavingDialogProps {
  setId: string
  sampleIds: readonly string[]
  opened: boolean
  title: string
  action: string
  /** What is chosen before it is done. */
  children?: ReactNode
  isReady?: boolean
  isHarmless?: boolean
  /** Of what is in the samples: what goes, and what is said of it. */
  going: (contents: SamplesContents) => { lost: Partial<SamplesContents>; intro: string; note: string }
  busy: boolean
  error: ApiError | null
  onConfirm: (withReadings: boolean) => void
  onClose: () => void
}

/** Before samples leave a set: what goes with them, in numbers. */
export function LeavingDialog({ setId, sampleIds, going, children, ...dialog }: LeavingDialogProps) {
  const contents = useQuery({ ...samplesContentsQuery(setId, sampleIds), enabled: dialog.opened })
  return (
    <ConfirmDialog
      {...dialog}
      isReady={contents.isSuccess && dialog.isReady !== false}
      onConfirm={() => dialog.onConfirm(contents.data?.readings !== 0)}
    >
      <Stack gap="md">
        {children}
        <QueryView query={contents} loading={<Loading rows={2} />}>
          {(held) => <WhatGoes {...going(held)} />}
        </QueryView>
      </Stack>
    </ConfirmDialog>
  )
}

function WhatGoes({ lost, intro, note }: ReturnType<LeavingDialogProps['going']>) {
  const isAnything = Object.values(lost).some((count) => count === null || count > 0)
  return (
    <>
      {isAnything && <ContentsList contents={lost} intro={intro} />}
      <Text size="sm" c="dimmed">
        {note}
      </Text>
    </>
  )
}
