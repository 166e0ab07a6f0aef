import { useRef, useState, type KeyboardEvent } from 'react'
import type { Label, ReadingSet } from '@/api/types'
import { newId } from '@/lib/new-id'
import { SHAPE_TOOLS, type DrawingTool, type Edit } from '@/viewer/drawing'
import type { Place } from '@/viewer/shapes'
import type { ViewportHandle } from '@/viewer/viewport-handle'
import type { AnonymousObject } from '../api'
import { added, asSent, changed, removed, type Draft, type DraftObject } from '../draft'
import { useText } from '../messages'
import { ObjectRows } from './object-rows'
import { Picture, type PaneProps } from './picture'
import { penKey, toolOf } from './pen-keys'
import classes from './room.module.css'

interface DecisionPaneProps extends PaneProps {
  draft: Draft
  onDraft: (change: (old: Draft) => Draft) => void
  comment: string
  onComment: (comment: string) => void
  isBusy: boolean
  canDecide: boolean
  onDecide: () => void
}

const toolsOf = (set: ReadingSet): readonly DrawingTool[] =>
  set.task === 'classification' ? [] : ['select', ...SHAPE_TOOLS]

/** The decision as it will be: taken from the readers, changed, or drawn anew. */
export function DecisionPane(props: DecisionPaneProps) {
  const t = useText()
  const { set, image, draft, onDraft, panes } = props
  const labels = props.labels.filter((label) => !label.archived_at)
  const [tool, setTool] = useState<DrawingTool>('select')
  const [labelId, setLabelId] = useState(labels[0]?.id ?? '')
  const [selectedId, select] = useState<string | null>(null)
  const viewport = useRef<ViewportHandle | null>(null)
  const label = labels.find(({ id }) => id === labelId)
  const edit = (what: Edit, place: Place) => {
    if (what.type === 'select') select(what.id)
    else if (what.type === 'change')
      onDraft((old) => changed(old, what.id, { geometry: asSent(what.geometry), length_mm: null }))
    else if (label && image) {
      const object = drawn(label, image.id, asSent(what.geometry), place)
      onDraft((old) => added(old, object))
      select(object.id)
    }
  }
  const remove = (id: string) => onDraft((old) => removed(old, id))
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.target as Element).closest('input, textarea, select, button')) return
    const wanted = toolOf(event)
    if (wanted && toolsOf(set).includes(wanted)) {
      setTool(wanted)
      if (wanted !== 'select') viewport.current?.showPen()
    } else if ((event.code === 'Delete' || event.code === 'Backspace') && selectedId) remove(selectedId)
    else if (!viewport.current || !penKey(event, viewport.current)) return
    event.preventDefault()
  }
  return (
    <section className={classes['pane']} aria-label={t('decision')} data-decision onKeyDown={onKeyDown}>
      <header>
        <h2>{t('decision')}</h2>
        <button
          type="button"
          className={classes['primary']}
          disabled={props.isBusy || !props.canDecide}
          onClick={props.onDecide}
        >
          {draft.isRedrawn ? t('decideRedrawn') : t('decide')}
        </button>
      </header>
      <Picture
        {...props}
        name={t('decision')}
        objects={draft.objects}
        selectedId={selectedId}
        tool={tool}
        drawColor={label?.color ?? '#999999'}
        onEdit={edit}
        onHandle={(handle) => {
          viewport.current = handle
        }}
      />
      <Tools
        tools={toolsOf(set)}
        tool={tool}
        onTool={setTool}
        labels={labels}
        labelId={labelId}
        onLabel={(id) => {
          setLabelId(id)
          if (selectedId && draft.objects.some((object) => object.id === selectedId))
            onDraft((old) => changed(old, selectedId, { label_id: id, attributes: null }))
        }}
        onWholeImage={() => {
          if (!label || !image) return
          const place = { sopInstanceUid: null, frame: 1 }
          onDraft((old) => added(old, drawn(label, image.id, { kind: 'image_label' }, place)))
        }}
      />
      <ObjectRows<DraftObject>
        title={t('objectsOf', { name: t('decision') })}
        objects={draft.objects}
        labels={props.labels}
        selectedId={selectedId}
        onSelect={(object) => {
          select(object.id)
          panes.goTo({ sopInstanceUid: object.sop_instance_uid, frame: object.frame })
        }}
        action={(object, name) => (
          <button
            type="button"
            className={classes['button']}
            aria-label={t('leaveOut', { name })}
            onClick={() => remove(object.id)}
          >
            ×
          </button>
        )}
      />
      <label className={classes['field']}>
        <input
          type="checkbox"
          checked={draft.badQuality}
          onChange={({ currentTarget: { checked } }) => onDraft((old) => ({ ...old, badQuality: checked }))}
        />
        {t('badQuality')}
      </label>
      <label className={classes['field']}>
        {t('comment')}
        <textarea
          rows={2}
          maxLength={10_000}
          value={props.comment}
          onChange={(event) => props.onComment(event.currentTarget.value)}
        />
      </label>
    </section>
  )
}

interface ToolsProps {
  tools: readonly DrawingTool[]
  tool: DrawingTool
  onTool: (tool: DrawingTool) => void
  labels: readonly Label[]
  labelId: string
  onLabel: (id: string) => void
  onWholeImage: () => void
}

function Tools({ tools, tool, onTool, labels, labelId, onLabel, onWholeImage }: ToolsProps) {
  const t = useText()
  return (
    <div className={classes['tools']} role="toolbar" aria-label={t('tools')}>
      <select
        aria-label={t('label')}
        value={labelId}
        onChange={(event) => onLabel(event.currentTarget.value)}
        className={classes['select']}
      >
        {labels.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {tools.map((each) => (
        <button
          key={each}
          type="button"
          className={classes['button']}
          aria-pressed={tool === each}
          onClick={() => onTool(each)}
        >
          {t(`tool.${each}`)}
        </button>
      ))}
      <button type="button" className={classes['button']} onClick={onWholeImage}>
        {t('kind.image_label')}
      </button>
    </div>
  )
}

const drawn = (
  label: Label,
  imageId: string,
  geometry: AnonymousObject['geometry'],
  { sopInstanceUid, frame }: Place,
): AnonymousObject => ({
  id: newId(),
  label_id: label.id,
  image_id: imageId,
  kind: geometry.kind,
  sop_instance_uid: sopInstanceUid,
  frame,
  geometry,
  tracking_uid: null,
  is_target: false,
  comment: null,
  attributes: null,
  length_mm: null,
})
