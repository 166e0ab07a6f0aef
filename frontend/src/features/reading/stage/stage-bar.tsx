/** Above the pictures: the images to choose from, how the stage is divided, and what its cells share. */
import {
  IconColumns2,
  IconContrast2,
  IconLayoutGrid,
  IconLink,
  IconSquare,
  IconZoomScan,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import shared from '../reading.module.css'
import { useKeyText } from '../use-keymap'
import { LAYOUTS } from './arrangement'
import type { StageCommand } from './commands'
import { ImageTab } from './image-tab'
import { LINKS } from './links'
import { PriorsMenu } from './priors-menu'
import styles from './stage.module.css'
import type { Stage } from './use-stage'

interface StageBarProps {
  stage: Stage
  onCommand(this: void, command: StageCommand): void
}

const LAYOUT_ICONS = { '1x1': IconSquare, '1x2': IconColumns2, '2x2': IconLayoutGrid }
const LINK_ICONS = { scroll: IconLink, window: IconContrast2, zoom: IconZoomScan }

export function StageBar({ stage, onCommand }: StageBarProps) {
  const { t } = useTranslation('reading')
  const keyOf = useKeyText()
  const { arrangement, links, showables } = stage
  const { layout, cells } = arrangement
  return (
    <div className={styles.bar}>
      <div className={styles.tabs} role="group" aria-label={t('images')}>
        {showables.map((showable, i) =>
          showable.prior ? null : <ImageTab key={showable.id} showable={showable} index={i} stage={stage} />,
        )}
      </div>
      <PriorsMenu stage={stage} />
      {cells.length > 1 && (
        <div className={styles.group} role="group" aria-label={t('stage.links')}>
          {LINKS.map((link) => (
            <BarButton
              key={link}
              icon={LINK_ICONS[link]}
              name={t(`stage.link.${link}`)}
              hint={keyOf(`link-${link}`)}
              isPressed={links[link]}
              onClick={() => onCommand({ type: 'link', link })}
            />
          ))}
        </div>
      )}
      <div className={styles.group} role="group" aria-label={t('stage.layouts')}>
        {LAYOUTS.map((each) => (
          <BarButton
            key={each}
            icon={LAYOUT_ICONS[each]}
            name={t(`stage.layout.${each}`)}
            hint={keyOf(`layout-${each}`)}
            isPressed={each === layout}
            onClick={() => onCommand({ type: 'layout', layout: each })}
          />
        ))}
      </div>
    </div>
  )
}

interface BarButtonProps {
  icon: typeof IconLink
  name: string
  hint: string
  isPressed: boolean
  onClick(this: void): void
}

function BarButton({ icon: Icon, name, hint, isPressed, onClick }: BarButtonProps) {
  return (
    <button
      type="button"
      className={shared.tool}
      aria-pressed={isPressed}
      aria-label={name}
      title={hint ? `${name} (${hint})` : name}
      onClick={onClick}
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}
