import { IconChartDots, IconStack2, IconUpload, IconUsers, type Icon } from '@tabler/icons-react'
import { useState } from 'react'
import type { Me } from '@/api/types'
import { useRecentPlaces, type RecentPlace } from '../recent/recent-places'
import { matches, type Command, type CommandSection } from './command'
import { useText } from './messages'
import { PaletteDialog } from './palette-dialog'
import { useActions, useActionsHere, useReadNext, type Means } from './use-actions'
import { groupsOf, usePages, useSets, useStudies } from './use-find'

interface PaletteProps {
  me: Me
  means: Means
  isDark: boolean
  onClose: () => void
}

/** Ctrl+K: where to go and what to do, by a few letters. */
export function Palette({ me, means, isDark, onClose }: PaletteProps) {
  const [text, setText] = useState('')
  const sections = useSections(me, text, means)
  const run = (command: Command) => {
    onClose()
    command.run()
  }
  return (
    <PaletteDialog
      text={text}
      sections={sections}
      isDark={isDark}
      onText={setText}
      onRun={run}
      onClose={onClose}
    />
  )
}

function useSections(me: Me, text: string, means: Means): CommandSection[] {
  const t = useText()
  const recent = useRecent(me, means)
  const here = [...useReadNext(means.go), ...useActionsHere(me, means)]
  const pages = usePages(means.go)
  const actions = useActions(me, means)
  const groups = groupsOf(me, means.go)
  const sets = useSets(me, text, means.go)
  const studies = useStudies(text, means.go)
  const section = (id: 'recent' | 'here' | 'pages' | 'actions' | 'groups', commands: Command[]) => ({
    id,
    title: t(`section.${id}`),
    commands: commands.filter((command) => matches(command, text)),
  })
  const known = [section('here', here), section('pages', pages), section('actions', actions)]
  if (!text.trim()) return [section('recent', recent), ...known]
  return [section('groups', groups), sets, ...known, studies]
}

const icons: Record<RecentPlace['kind'], Icon> = {
  group: IconUsers,
  set: IconStack2,
  upload: IconUpload,
  extraction: IconChartDots,
}
const recentShown = 6

function useRecent(me: Me, { go }: Means): Command[] {
  const t = useText()
  return useRecentPlaces(me.id)
    .slice(0, recentShown)
    .map(({ kind, path, title }) => ({
      id: `recent-${path}`,
      label: title,
      hint: t(`kind.${kind}`),
      icon: icons[kind],
      run: () => go(path),
    }))
}
