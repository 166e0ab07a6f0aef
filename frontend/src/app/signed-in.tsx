import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { onPersonElsewhere, tellPerson } from '@/api/person'
import { meQuery } from '@/features/auth'
import { useOwnLanguage } from './language/use-own-language'
import { PaletteHost } from './palette/palette-host'

/** Around everything that needs a person. */
export function SignedIn() {
  const { data: me } = useSuspenseQuery(meQuery)
  useOnePerson(me.id)
  useOwnLanguage()
  return (
    <PaletteHost me={me}>
      <Outlet />
    </PaletteHost>
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
