/** What can be done from here, by this person. */
import { useMantineColorScheme } from '@mantine/core'
import {
  IconBook2,
  IconDeviceDesktop,
  IconHandGrab,
  IconLock,
  IconLogout,
  IconMoon,
  IconPlus,
  IconSettings,
  IconSun,
  IconTable,
  IconTicket,
  IconUpload,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { asApiError } from '@/api/errors'
import { lock } from '@/api/lock'
import { mayLead, mayRead, mayReview } from '@/api/roles'
import type { Me, ReadingSet } from '@/api/types'
import { showFailure } from '@/components/toasts'
import { inReadingOrder, myPackagesQuery, useClaimPackage } from '@/features/packages'
import { isOpen, setQuery } from '@/features/sets'
import type { Command } from './command'
import { useText } from './messages'

/** A dialog that a command opens. */
export type PaletteTask = { kind: 'new-group' } | { kind: 'new-set'; groupId: string }

export interface Means {
  go: (path: string) => void
  begin: (task: PaletteTask) => void
  signOut: () => void
}

/** What fits the group or set that is on the screen. */
export function useActionsHere(me: Me, { go, begin }: Means): Command[] {
  const t = useText()
  const { groupId, setId } = useParams({ strict: false })
  const set = useQuery({ ...setQuery(setId ?? ''), enabled: Boolean(setId) })
  const ofSet = useSetActions(set.data, go)
  const leadsGroup = me.groups.some(({ id, role }) => id === groupId && mayLead(role))
  const newSet = groupId && leadsGroup && { groupId }
  if (!newSet) return ofSet
  return [
    {
      id: 'new-set',
      label: t('newSet'),
      icon: IconPlus,
      words: t('words.create'),
      run: () => begin({ kind: 'new-set', ...newSet }),
    },
  ]
}

function useSetActions(set: ReadingSet | undefined, go: Means['go']): Command[] {
  const t = useText()
  const claim = useClaimPackage(set?.id ?? '')
  if (!set) return []
  const claimNext: Command = {
    id: 'claim',
    label: t('claim'),
    hint: set.name,
    icon: IconHandGrab,
    words: t('words.claim'),
    // The palette is closed by then, so it is the promise that is waited for.
    run: () =>
      void claim
        .mutateAsync()
        .then(({ id }) => go(`/packages/${id}`))
        .catch((error: unknown) => showFailure(asApiError(error).detail)),
  }
  const upload: Command = {
    id: 'upload',
    label: t('upload'),
    hint: set.name,
    icon: IconUpload,
    words: t('words.upload'),
    run: () => go(`/sets/${set.id}/upload`),
  }
  const settings: Command = {
    id: 'settings',
    label: t('settings'),
    hint: set.name,
    icon: IconSettings,
    words: t('words.settings'),
    run: () => go(`/sets/${set.id}/settings`),
  }
  const extract: Command = {
    id: 'extract',
    label: t('extract'),
    hint: set.name,
    icon: IconTable,
    words: t('words.extract'),
    run: () => go(`/sets/${set.id}/extraction/plan`),
  }
  const leads = mayLead(set.my_role)
  return [
    ...(mayRead(set.my_role) && isOpen(set) ? [claimNext] : []),
    ...(leads && isOpen(set) ? [upload] : []),
    ...(mayReview(set.my_role) && isOpen(set) ? [extract] : []),
    ...(leads ? [settings] : []),
  ]
}

/** The package that waits longest or is begun. */
export function useReadNext(go: Means['go']): Command[] {
  const t = useText()
  const packages = useQuery(myPackagesQuery)
  const next = inReadingOrder(packages.data?.items ?? [])[0]
  if (!next) return []
  const name = next.name
  return [
    {
      id: 'read',
      label: next.status === 'started' ? t('continue', { name }) : t('start', { name }),
      hint: next.set_name,
      icon: IconBook2,
      run: () => go(`/packages/${next.id}`),
    },
  ]
}

const themes = [
  { value: 'light', label: 'themeLight', icon: IconSun },
  { value: 'dark', label: 'themeDark', icon: IconMoon },
  { value: 'auto', label: 'themeAuto', icon: IconDeviceDesktop },
] as const

export function useActions(me: Me, { go, begin, signOut }: Means): Command[] {
  const t = useText()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const newGroup: Command = {
    id: 'new-group',
    label: t('newGroup'),
    icon: IconPlus,
    words: t('words.create'),
    run: () => begin({ kind: 'new-group' }),
  }
  return [
    ...(me.organizations.length > 0 ? [newGroup] : []),
    { id: 'join', label: t('join'), icon: IconTicket, words: t('words.join'), run: () => go('/join') },
    ...themes
      .filter(({ value }) => value !== colorScheme)
      .map(({ value, label, icon }) => ({
        id: `theme-${value}`,
        label: t(label),
        icon,
        words: t('words.theme'),
        run: () => setColorScheme(value),
      })),
    { id: 'lock', label: t('lock'), icon: IconLock, words: t('words.lock'), run: () => lock(me.id) },
    { id: 'sign-out', label: t('signOut'), icon: IconLogout, words: t('words.signOut'), run: signOut },
  ]
}
