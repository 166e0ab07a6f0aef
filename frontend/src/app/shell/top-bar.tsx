import { Group } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import type { Me } from '@/api/types'
import { UserMenu } from '@/features/auth'
import { ActivityTray } from '@/features/jobs'
import { UploadIndicator } from '@/features/uploads'
import { useText } from '../messages'
import { PaletteOpener } from '../palette/palette-opener'
import { Logo } from './logo'
import classes from './shell.module.css'

const places = [
  { to: '/', label: 'nav.home', exact: true },
  // Sets lie within a group, whatever their address; so do presets beside the runs.
  { to: '/groups', label: 'nav.groups', exact: false, holds: /^\/sets\// },
  { to: '/studies', label: 'nav.studies', exact: false },
  { to: '/extraction-runs', label: 'nav.radiomics', exact: false, holds: /^\/extraction-presets/ },
  { to: '/uploads', label: 'nav.uploads', exact: false },
] as const

export function TopBar({ me, onSignedOut }: { me: Me; onSignedOut: () => void }) {
  const t = useText()
  const { pathname } = useLocation()
  return (
    <header className={classes['bar']}>
      <Link to="/" className={classes['brand']}>
        <Logo size={22} />
        {t('name')}
      </Link>
      <nav aria-label={t('nav.label')} className={classes['nav']}>
        {places.map(({ to, label, exact, ...place }) => (
          <Link
            key={to}
            to={to}
            className={classes['place']}
            data-within={('holds' in place && place.holds.test(pathname)) || undefined}
            activeOptions={{ exact, includeSearch: false }}
          >
            {t(label)}
          </Link>
        ))}
      </nav>
      <Group gap="sm" ml="auto" wrap="nowrap">
        <PaletteOpener />
        <UploadIndicator />
        <ActivityTray />
        <UserMenu me={me} onSignedOut={onSignedOut} />
      </Group>
    </header>
  )
}
