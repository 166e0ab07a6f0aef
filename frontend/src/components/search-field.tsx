import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from './messages'
import { useListSearch } from './use-list-search'

/** Searches a list by the text in the address (`?q=`), shortly after the last key. */
export function SearchField({ label }: { label: string }) {
  const t = useText()
  const { q, change } = useListSearch()
  const [text, setText] = useState(q ?? '')
  const [asked, setAsked] = useState(q)
  const search = useDebouncedCallback((value: string) => {
    const wanted = value.trim() || undefined
    setAsked(wanted)
    change({ q: wanted, page: undefined })
  }, 250)
  // The address may change by itself: back, forward, "show all".
  if (q !== asked) {
    setAsked(q)
    setText(q ?? '')
  }
  const edit = (value: string) => {
    setText(value)
    search(value)
  }
  return (
    <TextInput
      type="search"
      size="xs"
      w={280}
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => edit(event.currentTarget.value)}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={text && <CloseButton size="xs" aria-label={t('clear')} onClick={() => edit('')} />}
    />
  )
}
