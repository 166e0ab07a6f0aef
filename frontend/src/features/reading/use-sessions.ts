/** The readings at work in this browser, and the one on the screen. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { onArrival } from '@/api/person'
import { forgetfulJournal, openJournal, ownerOf } from './model/journal'
import { fetchExamination, fetchMasks, openExamination, postAs } from './model/server'
import type { ExaminationSession, Snapshot } from './model/session'
import { ReadingSessions, type SavingState } from './model/sessions'
import { recall } from './model/written'

const ofOwner = new Map<string, Promise<ReadingSessions>>()

/** They outlive the room: what is on its way is sent to the end. */
function sessionsOf(userId: string): Promise<ReadingSessions> {
  const owner = ownerOf(userId)
  const known = ofOwner.get(owner)
  if (known) return known
  const made = openJournal()
    .catch(() => forgetfulJournal)
    .then(
      (journal) => new ReadingSessions(owner, journal, postAs(userId), fetchExamination, fetchMasks, recall),
    )
  ofOwner.set(owner, made)
  return made
}

export function useSessions(userId: string): ReadingSessions | null {
  const { data } = useQuery({
    queryKey: ['reading', 'sessions', userId],
    queryFn: () => sessionsOf(userId),
    staleTime: Infinity,
    structuralSharing: false,
  })
  useEffect(() => {
    if (!data) return
    void data.resume()
    const hurry = () => data.hurry()
    window.addEventListener('online', hurry)
    const stop = onArrival(hurry)
    return () => {
      window.removeEventListener('online', hurry)
      stop()
    }
  }, [data])
  return data ?? null
}

export function useSession(sessions: ReadingSessions | null, packageId: string, sampleId: string) {
  return useQuery({
    queryKey: ['reading', packageId, 'session', sampleId],
    queryFn: async () => sessions!.open(await openExamination(packageId, sampleId)),
    enabled: sessions !== null,
    staleTime: Infinity,
    structuralSharing: false,
  })
}

const nothing = () => null
const never = () => () => undefined
const unknown: SavingState = { unsaved: 0, refused: 0, link: 'online' }

export const useSnapshot = (session: ExaminationSession | undefined): Snapshot | null =>
  useSyncExternalStore(session?.subscribe ?? never, session?.getSnapshot ?? nothing)

export const useSavingState = (sessions: ReadingSessions | null): SavingState =>
  useSyncExternalStore(sessions?.subscribe ?? never, sessions?.getSnapshot ?? (() => unknown))
