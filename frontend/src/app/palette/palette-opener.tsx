import { VisuallyHidden } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useText } from './messages'
import { useOpenPalette } from './palette-context'
import classes from './palette.module.css'

/** Looks like the field that it opens. */
export function PaletteOpener() {
  const t = useText()
  const open = useOpenPalette()
  const isMac = navigator.platform.startsWith('Mac')
  return (
    <button
      type="button"
      className={classes['opener']}
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={open}
    >
      <IconSearch size={16} aria-hidden />
      <VisuallyHidden>{t('title')}: </VisuallyHidden>
      <span className={classes['wish']}>{t('open')}</span>
      <kbd aria-hidden>{isMac ? t('shortcutMac') : t('shortcut')}</kbd>
    </button>
  )
}
