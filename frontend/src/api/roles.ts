/** Which roles of a group may do what. The server decides; this only spares people buttons that would refuse them. */
import type { GroupRole } from './types'

type Role = GroupRole | null | undefined

/** Manages the group: members, sets, labels, packages, samples. */
export function mayLead(role: Role): boolean {
  return role === 'admin'
}

/** Reads samples and claims packages. */
export function mayRead(role: Role): boolean {
  return role === 'admin' || role === 'reviewer' || role === 'annotator'
}

/** Sees everybody's packages and extracts features. */
export function mayReview(role: Role): boolean {
  return role === 'admin' || role === 'reviewer'
}
