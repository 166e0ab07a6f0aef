import { useState } from 'react'
import { formatInstant } from '@/lib/format'
import type { AnonymousObject, Decision } from '../api'
import { useText } from '../messages'
import { ObjectRows } from './object-rows'
import { Picture, type PaneProps } from './picture'
import classes from './room.module.css'

interface DecidedPaneProps extends PaneProps {
  decision: Decision
  isBusy: boolean
  onUndo: (decision: Decision) => void
}

/** The decision that stands, until it is undone. */
export function DecidedPane(props: DecidedPaneProps) {
  const t = useText()
  const { decision, panes } = props
  const [selectedId, select] = useState<string | null>(null)
  const objects: AnonymousObject[] = decision.annotations.map((each) => ({
    ...each,
    attributes: each.attributes ?? null,
    length_mm: each.length_mm ?? null,
  }))
  return (
    <section className={classes['pane']} aria-label={t('decision')} data-decision>
      <header>
        <h2>{t('decision')}</h2>
        <button
          type="button"
          className={classes['button']}
          disabled={props.isBusy}
          onClick={() => props.onUndo(decision)}
        >
          {t('undo')}
        </button>
      </header>
      <Picture
        {...props}
        name={t('decision')}
        objects={objects}
        selectedId={selectedId}
        onEdit={(edit) => edit.type === 'select' && select(edit.id)}
      />
      <p className={classes['said']} role="status">
        {t('decidedBy', {
          name: decision.adjudicator.name,
          when: formatInstant(decision.created_at),
          way: t(`way.${decision.way}`),
        })}
        {decision.no_finding && ` · ${t('noFinding')}`}
        {decision.bad_quality && ` · ${t('badQuality')}`}
        {decision.comment && ` · “${decision.comment}”`}
      </p>
      <ObjectRows
        title={t('objectsOf', { name: t('decision') })}
        objects={objects}
        labels={props.labels}
        selectedId={selectedId}
        onSelect={(object) => {
          select(object.id)
          panes.goTo({ sopInstanceUid: object.sop_instance_uid, frame: object.frame })
        }}
      />
    </section>
  )
}
