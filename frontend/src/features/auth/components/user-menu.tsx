import { ActionIcon, Avatar, Menu, Text, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import {
  IconBuildingHospital,
  IconCheck,
  IconInfoCircle,
  IconLock,
  IconLogout,
  IconUser,
  IconUsers,
} from '@tabler/icons-react'
import type { Me } from '@/api/types'
import { lock } from '@/api/lock'
import { LinkMenuItem } from '@/components/links'
import { useSignOut } from '../api'
import { useText } from '../messages'

const themes = [
  { value: 'light', label: 'themeLight' },
  { value: 'dark', label: 'themeDark' },
  { value: 'auto', label: 'themeAuto' },
] as const

export function UserMenu({ me, onSignedOut }: { me: Me; onSignedOut: () => void }) {
  const t = useText()
  const signOut = useSignOut()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="bottom-end" width={232} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36}>
          <Avatar size={28} name={me.name} color="teal" variant="light" />
          <VisuallyHidden>{t('menu', { name: me.name })}</VisuallyHidden>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" c="var(--mantine-color-text)" fw={500} truncate>
            {me.name}
          </Text>
          <Text size="xs" truncate>
            {me.email}
          </Text>
        </Menu.Label>
        <LinkMenuItem to="/profile" leftSection={<IconUser size={16} aria-hidden />}>
          {t('profile.link')}
        </LinkMenuItem>
        <LinkMenuItem to="/about" leftSection={<IconInfoCircle size={16} aria-hidden />}>
          {t('about')}
        </LinkMenuItem>
        <ManagedPlaces me={me} />
        <Menu.Divider />
        <Menu.Label>{t('theme')}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}
        >
          {themes.map(({ value, label }) => (
            <Menu.RadioItem key={value} value={value} checkIcon={<IconCheck size={14} aria-hidden />}>
              {t(label)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLock size={16} aria-hidden />} onClick={() => lock(me.id)}>
          {t('lock')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => signOut.mutate(undefined, { onSuccess: onSignedOut })}
        >
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** The places of those who look after a centre or the system; nobody else sees them. */
function ManagedPlaces({ me }: { me: Me }) {
  const t = useText()
  const centres = me.organizations.filter(({ role }) => role === 'admin')
  const isSystemAdmin = me.system_role === 'admin'
  if (centres.length === 0 && !isSystemAdmin) return null
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('manage')}</Menu.Label>
      {centres.map(({ id, name }) => (
        <LinkMenuItem
          key={id}
          to="/organizations/$organizationId"
          params={{ organizationId: id }}
          leftSection={<IconBuildingHospital size={16} aria-hidden />}
        >
          <Text size="sm" truncate>
            {name}
          </Text>
        </LinkMenuItem>
      ))}
      {isSystemAdmin && (
        <>
          <LinkMenuItem to="/admin/accounts" leftSection={<IconUsers size={16} aria-hidden />}>
            {t('accounts')}
          </LinkMenuItem>
          <LinkMenuItem
            to="/admin/organizations"
            leftSection={<IconBuildingHospital size={16} aria-hidden />}
          >
            {t('organizations')}
          </LinkMenuItem>
        </>
      )}
    </>
  )
}
