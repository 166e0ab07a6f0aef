import { Button } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { lookForServer, useServerIsHere } from '@/api/connection'
import { useText } from '../messages'
import classes from './shell.module.css'

/** Under the top bar while the server does not answer; it goes by itself. */
export function ServerBar() {
  const t = useText()
  const isHere = useServerIsHere()
  return (
    <div role="status" className={classes['away']} data-shown={!isHere || undefined}>
      {!isHere && (
        <>
          <IconCloudOff size={16} aria-hidden />
          <span>{t('away.bar')}</span>
          <Button size="compact-xs" variant="default" onClick={lookForServer}>
            {t('away.now')}
          </Button>
        </>
      )}
    </div>
  )
}
