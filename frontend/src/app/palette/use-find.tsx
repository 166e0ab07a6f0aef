/** What the palette finds: places of the product, of my groups, and studies that the server looks for. */
import { useDebouncedValue } from '@mantine/hooks'
import {
  IconAdjustments,
  IconFileSearch,
  IconHome,
  IconScan,
  IconStack2,
  IconTable,
  IconUpload,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Me } from '@/api/types'
import { mySetsQuery } from '@/features/sets'
import { studiesQuery } from '@/features/studies'
import { formatCount } from '@/lib/format'
import { useText as useAppText } from '../messages'
import { matches, type Command, type CommandSection } from './command'
import { FailedNote, Note } from './note'
import { useText } from './messages'

const shown = 8
const shortestSearch = 2

type Go = (path: string) => void

export function usePages(go: Go): Command[] {
  const t = useText()
  const app = useAppText()
  const pages = [
    { path: '/', label: app('nav.home'), icon: IconHome },
    { path: '/groups', label: app('nav.groups'), icon: IconUsers },
    { path: '/studies', label: app('nav.studies'), icon: IconScan },
    { path: '/extraction-runs', label: app('nav.radiomics'), icon: IconTable },
    { path: '/extraction-presets', label: t('presets'), icon: IconAdjustments },
    { path: '/uploads', label: app('nav.uploads'), icon: IconUpload },
    { path: '/profile', label: t('profile'), icon: IconUserCircle },
  ]
  return pages.map(({ path, label, icon }) => ({
    id: `page-${path}`,
    label,
    icon,
    run: () => go(path),
  }))
}

export function groupsOf(me: Me, go: Go): Command[] {
  return me.groups.map(({ id, name }) => ({
    id: `group-${id}`,
    label: name,
    icon: IconUsers,
    run: () => go(`/groups/${id}`),
  }))
}

export function useSets(me: Me, typed: string, go: Go): CommandSection {
  const t = useText()
  const [search] = useDebouncedValue(typed.trim(), 250)
  const sets = useQuery(mySetsQuery({ search, size: shown }))
  const groupOf = (groupId: string) => me.groups.find(({ id }) => id === groupId)?.name
  const commands = (sets.data?.items ?? []).map((set) => ({
    id: `set-${set.id}`,
    label: set.name,
    hint: groupOf(set.group_id),
    icon: IconStack2,
    run: () => go(`/sets/${set.id}`),
  }))
  const note = () => {
    if (sets.error)
      return (
        <FailedNote onRetry={() => void sets.refetch()}>
          {t('setsFailed', { reason: sets.error.detail })}
        </FailedNote>
      )
    return sets.isPending && <Note>{t('setsLoading')}</Note>
  }
  return {
    id: 'sets',
    title: t('section.sets'),
    // What was found for an earlier word stays until the next answer, as far as it still fits.
    commands: commands.filter((command) => matches(command, typed)),
    note: note(),
  }
}

export function useStudies(typed: string, go: Go): CommandSection {
  const t = useText()
  const [text] = useDebouncedValue(typed.trim(), 250)
  const isLongEnough = text.length >= shortestSearch
  const studies = useQuery({ ...studiesQuery(text), enabled: isLongEnough })
  const isAsking = text !== typed.trim() || studies.isFetching
  const found = isLongEnough && !isAsking ? studies.data : undefined
  const commands = (found?.items ?? []).slice(0, shown).map((study): Command => {
    const about = [study.modalities.join(', '), study.description].filter(Boolean).join(' · ')
    return {
      id: `study-${study.id}`,
      label: study.patient_label,
      hint: about,
      icon: IconScan,
      run: () => go(`/studies/${study.id}`),
    }
  })
  if (found && found.total > shown)
    commands.push({
      id: 'studies-all',
      label: t('allStudies', { number: formatCount(found.total) }),
      icon: IconFileSearch,
      run: () => go(`/studies?q=${encodeURIComponent(text)}`),
    })
  const note = () => {
    if (typed.trim().length < shortestSearch) return <Note>{t('studiesShort')}</Note>
    if (isAsking) return <Note>{t('studiesLoading')}</Note>
    if (studies.error)
      return (
        <FailedNote onRetry={() => void studies.refetch()}>
          {t('studiesFailed', { reason: studies.error.detail })}
        </FailedNote>
      )
    return commands.length === 0 && <Note>{t('studiesNone', { text })}</Note>
  }
  return { id: 'studies', title: t('section.studies'), commands, note: note() }
}
