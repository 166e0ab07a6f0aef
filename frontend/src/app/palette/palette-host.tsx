import { useNavigate, useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useState, type ReactNode } from 'react'
import type { Me } from '@/api/types'
import { useSignOut } from '@/features/auth'
import { CreateGroupDialog } from '@/features/groups'
import { CreateSetDialog } from '@/features/sets'
import { useLeave } from '../use-leave'
import { Palette } from './palette'
import { PaletteContext } from './palette-context'
import type { Means, PaletteTask } from './use-actions'

/** Holds the command palette and what its commands open, over every page and the reading room. */
export function PaletteHost({ me, children }: { me: Me; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const [task, setTask] = useState<PaletteTask | null>(null)
  const isReading = useRouterState({ select: ({ location }) => location.pathname.startsWith('/packages/') })
  const open = () => setOpen(true)
  const endTask = () => setTask(null)
  useShortcut(open)
  const means = useMeans(setTask)
  return (
    <PaletteContext value={open}>
      {children}
      {isOpen && <Palette me={me} means={means} isDark={isReading} onClose={() => setOpen(false)} />}
      <CreateGroupDialog opened={task?.kind === 'new-group'} onClose={endTask} />
      {task?.kind === 'new-set' && <CreateSetDialog groupId={task.groupId} opened onClose={endTask} />}
    </PaletteContext>
  )
}

function useMeans(begin: Means['begin']): Means {
  const router = useRouter()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const leave = useLeave()
  return {
    go: (path) => router.history.push(path),
    begin: (task) => {
      // A new group or set is made on a page, not over the reading room.
      void navigate({ to: task.kind === 'new-group' ? '/groups' : '.' }).then(() => begin(task))
    },
    signOut: () => signOut.mutate(undefined, { onSuccess: leave }),
  }
}

/** Ctrl+K or ⌘ K, unless a dialog is open. */
function useShortcut(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.code !== 'KeyK' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      if (!document.querySelector('dialog[open], [aria-modal=true]')) open()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  })
}
