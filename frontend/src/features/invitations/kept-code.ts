/** A join code on its way through signing in or registering. It lives in this tab and never in an address. */
const key = 'isocenter.join-code'

export function keepCode(code: string): void {
  sessionStorage.setItem(key, code)
}

export function keptCode(): string | null {
  return sessionStorage.getItem(key)
}

export function forgetCode(): void {
  sessionStorage.removeItem(key)
}

/** The code of a link such as `/join#7K2QD-M9XPR`; a fragment is never sent to a server. */
export function codeInFragment(hash: string): string | null {
  try {
    return decodeURIComponent(hash.replace(/^#/, '')).trim() || null
  } catch {
    return null
  }
}

export function linkOf(code: string): string {
  return `${location.origin}/join#${code}`
}
