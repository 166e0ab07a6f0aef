import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useLockedFor } from '@/api/lock'
import { onPersonElsewhere, tellPerson } from '@/api/person'
import { meQuery } from '@/features/auth'
import { useOwnLanguage } from './language/use-own-language'
import { LockCover } from './lock/lock-cover'
import { useIdleLock } from './lock/use-idle-lock'
import { PaletteHost } from './palette/palette-host'

/** Around everything that needs a person. */
export function SignedIn() {
  const { data: me } = useSuspenseQuery(meQuery)
  useOnePerson(me.id)
  useOwnLanguage()
  useIdleLock(me.id)
  const isLocked = useLockedFor() === me.id
  return (
    <>
      <PaletteHost me={me}>
        <Outlet />
      </PaletteHost>
      {isLocked && <LockCover me={me} />}
    </>
  )
}

/** The tabs of a browser share their session. When it becomes another's, nothing of the former person stays in sight. */
function useOnePerson(myId: string): void {
  useEffect(() => {
    tellPerson(myId)
    return onPersonElsewhere((id) => {
      if (id !== myId) window.location.reload()
    })
  }, [myId])
}
