import { ActionIcon, Avatar, Menu, Text, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun } from '@tabler/icons-react'
import type { Me } from '@/api/types'
import { useSignOut } from '../api'
import { useText } from '../messages'

const themes = [
  { value: 'light', label: 'themeLight', ThemeIcon: IconSun },
  { value: 'dark', label: 'themeDark', ThemeIcon: IconMoon },
  { value: 'auto', label: 'themeAuto', ThemeIcon: IconDeviceDesktop },
] as const

export function UserMenu({ me, onSignedOut }: { me: Me; onSignedOut: () => void }) {
  const t = useText()
  const signOut = useSignOut()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="bottom-end" width={232}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('menu', { name: me.name })}>
          <Avatar size={28} name={me.name} color="teal" variant="light" aria-hidden />
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
        <Menu.Divider />
        <Menu.Label>{t('theme')}</Menu.Label>
        {themes.map(({ value, label, ThemeIcon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<ThemeIcon size={16} aria-hidden />}
            rightSection={colorScheme === value && <IconCheck size={14} aria-hidden />}
            onClick={() => setColorScheme(value)}
          >
            {t(label)}
          </Menu.Item>
        ))}
        <Menu.Divider />
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
