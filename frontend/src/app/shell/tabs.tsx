import { Link, type LinkProps } from '@tanstack/react-router'
import classes from './tabs.module.css'

export interface Tab {
  label: string
  /** The checked address of the tab. */
  link: Pick<LinkProps, 'to' | 'params'>
  /** The tab of the place itself, whose address begins all the others. */
  isFirst?: boolean
}

/** The parts of a place, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav aria-label={label} className={classes['tabs']}>
      {tabs.map(({ label, link, isFirst = false }) => (
        <Link
          key={label}
          {...link}
          className={classes['tab']}
          activeOptions={{ exact: isFirst, includeSearch: false }}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
