/** What a reader says of an object beside its label. */
import type { Annotation, Attribute, AttributeValue, Label } from './examination'

export type Said = Readonly<Record<string, AttributeValue>> | null

/** With one value set, or taken back. */
export function saying(said: Said, name: string, value: AttributeValue | null): Said {
  const others = Object.fromEntries(Object.entries(said ?? {}).filter(([each]) => each !== name))
  const next = value === null || value === '' ? others : { ...others, [name]: value }
  return Object.keys(next).length ? next : null
}

/** What stays said of an object under another label: what that one asks in the same words. */
export function carriedOver(said: Said, from: Label | undefined, to: Label): Said {
  const asks = (label: Label | undefined, name: string) =>
    JSON.stringify(label?.attributes?.find((attribute) => attribute.name === name))
  const kept = Object.entries(said ?? {}).filter(
    ([name]) => asks(to, name) !== undefined && asks(to, name) === asks(from, name),
  )
  return kept.length ? Object.fromEntries(kept) : null
}

/** The names of what is still to be said of an object before its reading is done. */
export const missingOf = (said: Said, label: Label | null | undefined): string[] =>
  (label?.attributes ?? []).flatMap(({ name, required }) =>
    required && said?.[name] === undefined ? [name] : [],
  )

/** The first object that lacks something, and what. */
export function firstMissing(annotations: readonly Annotation[], labels: readonly Label[]) {
  for (const annotation of annotations) {
    const label = labels.find(({ id }) => id === annotation.label_id)
    const [name] = missingOf(annotation.attributes, label)
    if (label && name) return { annotation, label, name }
  }
  return null
}

/** Whether a number is one that the attribute takes. */
export const isWithin = ({ min, max }: Attribute & { kind: 'number' }, value: number): boolean =>
  Number.isFinite(value) && value >= (min ?? -Infinity) && value <= (max ?? Infinity)
