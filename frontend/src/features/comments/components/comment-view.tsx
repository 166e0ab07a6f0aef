import { useState } from 'react'
import { formatAgo } from '@/lib/format'
import type { CommentSlot } from '@/viewer/pins'
import { useDeleteComment, useEditComment, type Comment } from '../api'
import { useText } from '../messages'
import classes from './comments-panel.module.css'
import { Writing } from './writing'

interface CommentViewProps {
  comment: Comment
  /** Which one of which thread, for those who do not see where it stands. */
  name: string
  slot: CommentSlot
}

type Doing = 'reading' | 'editing' | 'asking'

/** One comment; its author edits and deletes it. */
export function CommentView({ comment, name, slot }: CommentViewProps) {
  const t = useText()
  const edit = useEditComment(slot.setId, slot.sampleId)
  const [doing, setDoing] = useState<Doing>('reading')
  const isOwn = comment.is_mine && !comment.deleted_at
  const stop = () => setDoing('reading')
  return (
    <div className={classes['comment']}>
      <strong>{comment.is_mine ? t('you') : (comment.author ?? t('reviewer'))}</strong>{' '}
      <span className={classes['hint']}>
        {formatAgo(comment.created_at)}
        {comment.edited_at && !comment.deleted_at && ` · ${t('edited')}`}
      </span>
      {doing === 'editing' ? (
        <Writing
          label={t('editOf', { name })}
          initial={comment.content}
          error={edit.error?.detail}
          isBusy={edit.isPending}
          onSend={(content) => edit.mutate({ commentId: comment.id, content }, { onSuccess: stop })}
          onCancel={stop}
        />
      ) : (
        <p className={classes[comment.deleted_at ? 'gone' : 'words']}>
          {comment.deleted_at ? t('deleted') : comment.content}
        </p>
      )}
      {isOwn && doing === 'reading' && (
        <div className={classes['own']}>
          <button type="button" aria-label={t('editOf', { name })} onClick={() => setDoing('editing')}>
            {t('edit')}
          </button>
          <button type="button" aria-label={t('deleteOf', { name })} onClick={() => setDoing('asking')}>
            {t('delete')}
          </button>
        </div>
      )}
      {isOwn && doing === 'asking' && <Deleting comment={comment} slot={slot} onCancel={stop} />}
    </div>
  )
}

interface DeletingProps {
  comment: Comment
  slot: CommentSlot
  onCancel: () => void
}

/** Words that were deleted do not come back: asked once. */
function Deleting({ comment, slot, onCancel }: DeletingProps) {
  const t = useText()
  const remove = useDeleteComment(slot.setId, slot.sampleId)
  return (
    <div role="group" aria-label={t('deleteAsk')}>
      <p className={classes['hint']}>{t('deleteAsk')}</p>
      {remove.error && (
        <p className={classes['failed']} role="alert">
          {remove.error.detail}
        </p>
      )}
      <div className={classes['acts']}>
        <button
          type="button"
          className={classes['button']}
          disabled={remove.isPending}
          autoFocus
          onClick={() => remove.mutate(comment.id)}
        >
          {t('delete')}
        </button>
        <button type="button" className={classes['button']} onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </div>
  )
}
