import { IconSearch } from '@tabler/icons-react'
import { useEffect, useId, useRef, type KeyboardEvent } from 'react'
import type { Command, CommandSection } from './command'
import { useText } from './messages'
import classes from './palette.module.css'
import { useActive } from './use-active'

interface PaletteDialogProps {
  text: string
  sections: readonly CommandSection[]
  isDark: boolean
  onText: (text: string) => void
  onRun: (command: Command) => void
  onClose: () => void
}

/** One field and what it finds: arrow keys choose, Enter runs, Escape closes and gives the focus back. */
export function PaletteDialog({ text, sections, isDark, onText, onRun, onClose }: PaletteDialogProps) {
  const t = useText()
  const dialog = useOpenDialog()
  const commands = sections.flatMap((section) => section.commands)
  const { active, move } = useActive(commands, text)
  const listId = useId()
  const optionId = (command: Command) => `${listId}-${command.id}`
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }
    const step = steps[event.key]
    if (step) move(step)
    else if (event.key === 'Enter' && active) onRun(active)
    else return
    event.preventDefault()
  }
  return (
    <dialog
      ref={dialog}
      className={classes['dialog']}
      data-dark={isDark || undefined}
      aria-label={t('title')}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className={classes['field']}>
        <IconSearch size={18} aria-hidden />
        <input
          role="combobox"
          aria-label={t('title')}
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active && optionId(active)}
          placeholder={t('placeholder')}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
          onKeyDown={press}
          autoFocus
        />
      </div>
      <div id={listId} role="listbox" aria-label={t('results')} className={classes['found']}>
        {sections
          .filter((section) => section.commands.length > 0)
          .map((section) => (
            <Section key={section.id} section={section} active={active} optionId={optionId} onRun={onRun} />
          ))}
      </div>
      <div className={classes['notes']}>
        {sections.map(({ id, note }) => note && <div key={id}>{note}</div>)}
      </div>
      <p className={classes['hints']}>
        <span role="status">{t('count', { count: commands.length })}</span>
        <span aria-hidden>{t('hints')}</span>
      </p>
    </dialog>
  )
}

interface SectionProps {
  section: CommandSection
  active: Command | undefined
  optionId: (command: Command) => string
  onRun: (command: Command) => void
}

function Section({ section, active, optionId, onRun }: SectionProps) {
  const titleId = useId()
  return (
    <div role="group" aria-labelledby={titleId}>
      <div id={titleId} className={classes['title']}>
        {section.title}
      </div>
      {section.commands.map((command) => (
        <Option
          key={command.id}
          id={optionId(command)}
          command={command}
          isActive={command.id === active?.id}
          onRun={onRun}
        />
      ))}
    </div>
  )
}

interface OptionProps {
  id: string
  command: Command
  isActive: boolean
  onRun: (command: Command) => void
}

function Option({ id, command, isActive, onRun }: OptionProps) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    <div
      ref={element}
      id={id}
      role="option"
      aria-selected={isActive}
      className={classes['option']}
      onClick={() => onRun(command)}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
    >
      <command.icon size={18} stroke={1.75} aria-hidden className={classes['icon']} />
      <span className={classes['label']}>{command.label}</span>
      {command.hint && <span className={classes['hint']}>{command.hint}</span>}
    </div>
  )
}

/** A modal of the browser itself: what lies behind is out of reach, and the focus goes back afterwards. */
function useOpenDialog() {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = element.current
    if (!dialog?.open) dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return element
}
