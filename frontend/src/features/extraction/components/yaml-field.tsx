import { Input } from '@mantine/core'
import { useId, useImperativeHandle, useRef, type Ref } from 'react'
import { useText } from '../messages'
import type { SourceError } from '../preset-source'
import classes from './yaml-field.module.css'

export interface YamlFieldHandle {
  /** Puts the caret there, and what is there in sight. */
  show: (line: number, column: number) => void
}

interface YamlFieldProps {
  label: string
  description?: string
  value: string
  onChange: (value: string) => void
  errors: readonly SourceError[]
  /** What says the errors in words. */
  describedBy?: string
  handle?: Ref<YamlFieldHandle>
}

/** Text with line numbers, on which errors are marked at their line. The frame scrolls, the field grows. */
export function YamlField({
  label,
  description,
  value,
  onChange,
  errors,
  describedBy,
  handle,
}: YamlFieldProps) {
  const t = useText()
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const lines = value.split('\n')
  const wrong = new Map(errors.map(({ line, message }) => [line, message]))
  useImperativeHandle(handle, () => ({ show: (line, column) => placeCaret(field.current, line, column) }))
  return (
    <Input.Wrapper label={label} description={description} id={id}>
      <div className={classes['frame']} data-invalid={errors.length > 0 || undefined}>
        <ol className={classes['numbers']} aria-hidden>
          {lines.map((_, index) => (
            <li key={index} data-wrong={wrong.has(index + 1) || undefined} title={wrong.get(index + 1)}>
              {index + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={field}
          id={id}
          className={classes['text']}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          rows={Math.max(16, lines.length + 1)}
          cols={Math.max(40, ...lines.map((line) => line.length + 2))}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          placeholder={t('preset.placeholder')}
          aria-invalid={errors.length > 0}
          aria-describedby={describedBy}
        />
      </div>
    </Input.Wrapper>
  )
}

function placeCaret(field: HTMLTextAreaElement | null, line: number, column: number): void {
  if (!field) return
  const before = field.value.split('\n').slice(0, line - 1)
  const start = before.reduce((sum, text) => sum + text.length + 1, 0) + Math.max(0, column - 1)
  field.focus({ preventScroll: true })
  field.setSelectionRange(start, start)
  const lineHeight = parseFloat(getComputedStyle(field).lineHeight)
  const frame = field.parentElement
  if (frame) frame.scrollTop = Math.max(0, (line - 4) * lineHeight)
}
