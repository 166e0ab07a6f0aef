import { execFileSync } from 'node:child_process'

interface Process {
  readonly pid: number
  readonly parent: number
  readonly megabytes: number
  readonly command: string
}

/** The largest process of a server with those that it began, and the largest tab of any Chromium on this machine. */
export function memoryOf(server: number) {
  const all = processes()
  const largest = (some: Process[]) => Math.max(0, ...some.map(({ megabytes }) => megabytes))
  const tabs = all.filter(({ command }) => command.includes('--type=renderer'))
  return { serverMb: largest(all.filter(({ pid }) => isOf(server, pid, all))), tabMb: largest(tabs) }
}

function isOf(ancestor: number, pid: number, all: Process[]): boolean {
  if (pid === ancestor) return true
  const parent = all.find((each) => each.pid === pid)?.parent
  return parent !== undefined && parent !== 0 && isOf(ancestor, parent, all)
}

function processes(): Process[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' }).trim().split('\n')
  return lines.map((line) => {
    const [pid, parent, kilobytes, ...command] = line.trim().split(/\s+/)
    const megabytes = Math.round(Number(kilobytes) / 1024)
    return { pid: Number(pid), parent: Number(parent), megabytes, command: command.join(' ') }
  })
}
