import { useTranslation } from 'react-i18next'
import type { Label } from '../model/examination'
import shared from '../reading.module.css'
import type { RoomState } from '../use-room'
import { AttributeFields } from './attribute-fields'
import { Said } from './said'

/** What is said by the attributes of labels that are on the whole image. */
export function ImageAttributes({ room, labels }: { room: RoomState; labels: readonly Label[] }) {
  const { t } = useTranslation('reading')
  const { examination, image, reading, care } = room
  const asked = (examination?.annotations ?? []).flatMap((annotation) => {
    const label = labels.find(({ id }) => id === annotation.label_id)
    const isHere = annotation.kind === 'image_label' && annotation.image_id === image?.id
    return isHere && label?.attributes?.length ? [{ annotation, label }] : []
  })
  if (!asked.length) return null
  return (
    <section aria-label={t('attributes.ofImage')}>
      <h2>{t('attributes.ofImage')}</h2>
      {asked.map(({ annotation: { id, attributes }, label }) => (
        <div key={id} role="group" aria-label={label.name}>
          <p className={shared.hint}>{label.name}</p>
          {care.isLocked(id) ? (
            <Said label={label} said={attributes} />
          ) : (
            <AttributeFields
              label={label}
              said={attributes}
              onSay={(name, value) => reading.say(id, name, value)}
            />
          )}
        </div>
      ))}
    </section>
  )
}
