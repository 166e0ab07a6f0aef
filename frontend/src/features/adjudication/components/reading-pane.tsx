import { useState } from 'react'
import type { AnonymousObject, AnonymousReading } from '../api'
import { holds, type Draft } from '../draft'
import { useText } from '../messages'
import { ObjectRows } from './object-rows'
import { Picture, type PaneProps } from './picture'
import classes from './room.module.css'

interface ReadingPaneProps extends PaneProps {
  reading: AnonymousReading
  draft: Draft
  isDecided: boolean
  isBusy: boolean
  onToggle: (object: AnonymousObject) => void
  onTakeAll: () => void
  onChoose: () => void
}

/** What one reader says, and what of it is taken. */
export function ReadingPane(props: ReadingPaneProps) {
  const t = useText()
  const { reading, draft, isDecided, labels, panes } = props
  const [selectedId, select] = useState<string | null>(null)
  const name = t('reader', { alias: reading.alias })
  const show = (object: AnonymousObject) => {
    select(object.id)
    panes.goTo({ sopInstanceUid: object.sop_instance_uid, frame: object.frame })
  }
  return (
    <section className={classes['pane']} aria-label={name}>
      <header>
        <h2>{name}</h2>
        {!isDecided && (
          <>
            <button type="button" className={classes['button']} onClick={props.onTakeAll}>
              {t('takeAll')}
            </button>
            <button
              type="button"
              className={classes['primary']}
              disabled={props.isBusy}
              onClick={props.onChoose}
            >
              {t('choose', { alias: reading.alias })}
            </button>
          </>
        )}
      </header>
      <Picture
        {...props}
        name={name}
        alias={reading.alias}
        objects={reading.annotations}
        selectedId={selectedId}
        onEdit={(edit) => edit.type === 'select' && select(edit.id)}
      />
      <Flags reading={reading} />
      <ObjectRows
        title={t('objectsOf', { name })}
        objects={reading.annotations}
        labels={labels}
        selectedId={selectedId}
        onSelect={show}
        action={(object, called) =>
          !isDecided && (
            <input
              type="checkbox"
              aria-label={t('take', { name: called, reader: name })}
              checked={holds(draft, reading.alias, object.id)}
              onChange={() => props.onToggle(object)}
            />
          )
        }
      />
    </section>
  )
}

function Flags({ reading }: { reading: AnonymousReading }) {
  const t = useText()
  const said = [
    reading.no_finding && t('noFinding'),
    reading.tentative && t('tentative'),
    reading.bad_quality && t('badQuality'),
    reading.comment && `“${reading.comment}”`,
  ].filter(Boolean)
  return said.length > 0 ? <p className={classes['said']}>{said.join(' · ')}</p> : null
}
