/** What the standard calls a tag. The dictionary is large: import this only where it is looked at. */
import dcmjs from 'dcmjs'

interface Entry {
  readonly name?: string
}

interface Dictionary {
  readonly data: { readonly DicomMetaDictionary: { readonly dictionary: Record<string, Entry | undefined> } }
}

const { dictionary } = (dcmjs as Dictionary).data.DicomMetaDictionary

/** `PatientWeight` as `Patient Weight`; private attributes have no name. */
export function tagName(tag: string): string {
  const name = dictionary[`(${tag.slice(0, 4)},${tag.slice(4)})`]?.name ?? ''
  return name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
}
