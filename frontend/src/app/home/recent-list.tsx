import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Panel } from '@/components/panel'
import { useRecentPlaces } from '../recent/recent-places'
import classes from './home.module.css'
import { useText } from './messages'

const shown = 8

/** The way back to where this person was last, in this browser. */
export function RecentList({ personId }: { personId: string }) {
  const t = useText()
  const places = useRecentPlaces(personId).slice(0, shown)
  return (
    <Panel title={t('recent')} flush>
      {places.length === 0 ? (
        <Text size="sm" c="dimmed" p="lg">
          {t('recentNone')}
        </Text>
      ) : (
        <ul className={classes['places']}>
          {places.map(({ path, title, kind }) => (
            <li key={path}>
              <Link to={path} className={classes['place']}>
                <span className={classes['title']}>{title}</span>
                <span className={classes['kind']}>{t(`kind.${kind}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
