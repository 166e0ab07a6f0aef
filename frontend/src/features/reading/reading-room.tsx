import './messages'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommentSlot } from '@/viewer/pins'
import { itemsQuery, packageQuery } from './model/server'
import { usePreferences } from '@/api/preferences'
import { keymapOf } from './model/keymap'
import shared from './reading.module.css'
import { Room } from './room'
import { KeymapContext } from './use-keymap'

export interface ReadingRoomProps {
  packageId: string
  /** The sample on screen; without it the first one still to be read. */
  sampleId?: string | undefined
  onSampleChange(this: void, id: string): void
  onExit(this: void): void
  /** What is said about the images of a sample. */
  comments?: (slot: CommentSlot) => React.ReactNode
}

/** Where a package is read: one sample after the other, always dark. */
export function ReadingRoom({ packageId, sampleId, onSampleChange, onExit, comments }: ReadingRoomProps) {
  const { t } = useTranslation('reading')
  const opened = useQuery(packageQuery(packageId))
  const items = useQuery(itemsQuery(packageId))
  const queryClient = useQueryClient()
  const preferences = usePreferences()
  const keymap = useMemo(() => keymapOf(preferences), [preferences])
  const exit = useCallback(() => {
    // Progress has changed on every page that shows it.
    void queryClient.invalidateQueries()
    onExit()
  }, [queryClient, onExit])

  const error = opened.error ?? items.error
  if (error) {
    const retry = () => void Promise.all([opened.refetch(), items.refetch()])
    return (
      <Empty title={t('failed')} text={error.detail} onExit={exit}>
        {error.status !== 403 && error.status !== 404 && (
          <button type="button" className={shared.primary} onClick={retry}>
            {t('retry')}
          </button>
        )}
      </Empty>
    )
  }
  if (!opened.data || !items.data) {
    return (
      <main className={shared.blank} aria-label={t('room')} aria-busy>
        <p role="status">{t('loading')}</p>
      </main>
    )
  }
  if (!items.data.length) return <Empty title={t('emptyTitle')} text={t('emptyText')} onExit={exit} />
  return (
    <KeymapContext value={keymap}>
      <Room
        opened={opened.data}
        items={items.data}
        sampleId={sampleId}
        onSampleChange={onSampleChange}
        onExit={exit}
        comments={comments}
      />
    </KeymapContext>
  )
}

interface EmptyProps {
  title: string
  text: string
  onExit(this: void): void
  children?: React.ReactNode
}

function Empty({ title, text, onExit, children }: EmptyProps) {
  const { t } = useTranslation('reading')
  return (
    <main className={shared.blank} aria-label={t('room')}>
      <h1>{title}</h1>
      <p>{text}</p>
      <p className={shared.row}>
        {children}
        <button type="button" className={shared.button} onClick={onExit}>
          {t('exit')}
        </button>
      </p>
    </main>
  )
}
