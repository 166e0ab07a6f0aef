import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { CommentSlot, Pin } from '@/viewer/pins'
import { threadsQuery, useAnswer, useBeginThread, useSettle, type Thread } from '../api'
import { useText } from '../messages'
import { CommentView } from './comment-view'
import classes from './comments-panel.module.css'
import { Writing } from './writing'

const pinOf = (thread: Thread): Pin => ({
  imageId: thread.image_id,
  sopInstanceUid: thread.sop_instance_uid,
  frame: thread.frame,
  x: thread.x,
  y: thread.y,
  alias: null,
})

/** What is said about places on the images of a sample. */
export function CommentsPanel({ slot }: { slot: CommentSlot }) {
  const t = useText()
  const threads = useQuery(threadsQuery(slot.setId, slot.sampleId))
  const items = useMemo(() => threads.data?.items ?? [], [threads.data])
  const { onPins } = slot
  useEffect(() => {
    onPins(
      items.map((thread, index) => ({
        ...pinOf(thread),
        id: thread.id,
        label: String(index + 1),
        isSettled: thread.resolved_at !== null,
      })),
    )
    return () => onPins([])
  }, [items, onPins])
  return (
    <section className={classes['panel']} aria-label={t('title')}>
      <header>
        <h2>{t('title')}</h2>
        <button
          type="button"
          className={classes['button']}
          aria-pressed={slot.isPinning}
          onClick={slot.startPinning}
        >
          {t('pin')}
        </button>
      </header>
      {slot.isPinning && (
        <p className={classes['hint']} role="status">
          {t('pinHint')}
        </p>
      )}
      {slot.pin && <NewThread slot={slot} pin={slot.pin} />}
      {threads.error && (
        <p className={classes['failed']} role="alert">
          {threads.error.detail}
        </p>
      )}
      {threads.data && items.length === 0 && !slot.pin && <p className={classes['hint']}>{t('none')}</p>}
      <ol className={classes['threads']}>
        {items.map((thread, index) => (
          <ThreadView key={thread.id} thread={thread} number={index + 1} slot={slot} />
        ))}
      </ol>
    </section>
  )
}

function NewThread({ slot, pin }: { slot: CommentSlot; pin: Pin }) {
  const t = useText()
  const begin = useBeginThread(slot.setId, slot.sampleId)
  const send = (content: string) =>
    begin.mutate(
      {
        image_id: pin.imageId,
        sop_instance_uid: pin.sopInstanceUid,
        frame: pin.frame,
        x: pin.x,
        y: pin.y,
        alias: pin.alias,
        content,
      },
      { onSuccess: slot.forgetPin },
    )
  return (
    <Writing
      label={pin.alias ? t('newAbout', { alias: pin.alias }) : t('new')}
      error={begin.error?.detail}
      isBusy={begin.isPending}
      onSend={send}
      onCancel={slot.forgetPin}
    />
  )
}

function ThreadView({ thread, number, slot }: { thread: Thread; number: number; slot: CommentSlot }) {
  const t = useText()
  const answer = useAnswer(slot.setId, slot.sampleId)
  const settle = useSettle(slot.setId, slot.sampleId)
  const [isAnswering, setAnswering] = useState(false)
  const isSettled = thread.resolved_at !== null
  return (
    <li data-selected={slot.selectedId === thread.id} data-settled={isSettled}>
      <button type="button" className={classes['place']} onClick={() => slot.show(thread.id, pinOf(thread))}>
        {t('thread', { number })}
        {isSettled && ` · ${t('settled')}`}
      </button>
      {thread.comments.map((comment, index) => (
        <CommentView
          key={comment.id}
          comment={comment}
          name={t('commentOf', { place: index + 1, number })}
          slot={slot}
        />
      ))}
      {(settle.error ?? answer.error) && (
        <p className={classes['failed']} role="alert">
          {(settle.error ?? answer.error)?.detail}
        </p>
      )}
      {isAnswering ? (
        <Writing
          label={t('answerTo', { number })}
          isBusy={answer.isPending}
          onSend={(content) =>
            answer.mutate({ threadId: thread.id, content }, { onSuccess: () => setAnswering(false) })
          }
          onCancel={() => setAnswering(false)}
        />
      ) : (
        <div className={classes['acts']}>
          <button
            type="button"
            className={classes['button']}
            aria-label={t('answerTo', { number })}
            onClick={() => setAnswering(true)}
          >
            {t('answer')}
          </button>
          <button
            type="button"
            className={classes['button']}
            aria-label={t(isSettled ? 'reopenOf' : 'settleOf', { number })}
            disabled={settle.isPending}
            onClick={() => settle.mutate(thread)}
          >
            {t(isSettled ? 'reopen' : 'settle')}
          </button>
        </div>
      )}
    </li>
  )
}
