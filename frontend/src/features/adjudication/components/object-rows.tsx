import type { ReactNode } from 'react'
import type { Label } from '@/api/types'
import { formatNumber } from '@/lib/format'
import type { AnonymousObject } from '../api'
import { useText } from '../messages'
import classes from './room.module.css'

interface ObjectRowsProps<Item extends AnonymousObject> {
  title: string
  objects: readonly Item[]
  labels: readonly Label[]
  selectedId: string | null
  onSelect: (object: Item) => void
  /** What can be done with each. */
  action?: (object: Item, name: string) => ReactNode
}

/** The objects as a list, for keyboards and screen readers too. */
export function ObjectRows<Item extends AnonymousObject>({
  title,
  objects,
  labels,
  selectedId,
  onSelect,
  action,
}: ObjectRowsProps<Item>) {
  const t = useText()
  if (objects.length === 0) return <p className={classes['hint']}>{t('noObjects')}</p>
  return (
    <ul className={classes['objects']} aria-label={title}>
      {objects.map((object, index) => {
        const label = labels.find((one) => one.id === object.label_id)
        const name = t('objectOf', {
          number: index + 1,
          label: label?.name ?? '?',
          kind: t(`kind.${object.kind}`),
        })
        return (
          <li key={object.id} data-selected={object.id === selectedId}>
            {action?.(object, name)}
            <button
              type="button"
              className={classes['object']}
              aria-pressed={object.id === selectedId}
              onClick={() => onSelect(object)}
            >
              <span
                className={classes['swatch']}
                style={{ background: label?.color ?? '#999999' }}
                aria-hidden
              />
              {name}
              {object.length_mm !== null && ` · ${formatNumber(object.length_mm, 1)} mm`}
              {object.comment && <span className={classes['dim']}> “{object.comment}”</span>}
              {object.attributes && (
                <span className={classes['dim']}>
                  {' '}
                  {Object.entries(object.attributes)
                    .map(([key, value]) => `${key}: ${String(value)}`)
                    .join(', ')}
                </span>
              )}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
