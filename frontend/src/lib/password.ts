export const shortestPassword = 12

export type PasswordStrength = 'short' | 'repetitive' | 'fair' | 'good'

/** Length counts most (NIST SP 800-63B 3.1.1.2); no rule asks for signs or figures. The server decides by length alone. */
export function strengthOf(password: string): PasswordStrength {
  // As the server counts: whole characters, not the halves that some of them are stored in.
  const characters = [...password.toLowerCase()]
  if (characters.length < shortestPassword) return 'short'
  if (new Set(characters).size < 6) return 'repetitive'
  return characters.length < 18 ? 'fair' : 'good'
}
