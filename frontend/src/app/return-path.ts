/** Where to go after signing in: a path of this page and nothing else, whatever the address says. */
export function safeReturnPath(path: string): string {
  const url = URL.parse(path, location.origin)
  if (!url || url.origin !== location.origin || url.pathname === '/sign-in') return '/'
  return url.pathname + url.search + url.hash
}
