/** The names that the pages use for what the server sends; the shapes are generated. */
import type { components } from './schema'

type Schemas = components['schemas']

export type Me = Schemas['Me']
export type About = Schemas['About']
export type Group = Schemas['Group']
export type GroupCreate = Schemas['GroupCreate']
export type Member = Schemas['Member']
export type GroupRole = Member['role']
export type ReadingSet = Schemas['Set']
export type SetCreate = Schemas['SetCreate']
export type SetUpdate = Schemas['SetUpdate']
export type Label = Schemas['Label']
export type LabelCreate = Schemas['LabelCreate']
export type LabelUpdate = Schemas['LabelUpdate']
export type Sample = Schemas['Sample']
export type Package = Schemas['Package']
export type Upload = Schemas['Upload']
export type UploadItem = Schemas['UploadItem']
export type UploadOutcome = NonNullable<UploadItem['outcome']>
export type Study = Schemas['Study']
export type StudyDetail = Schemas['StudyDetail']
export type Series = Schemas['Series']
export type Region = Schemas['Region']
export type ExtractionPreset = Schemas['Preset']
export type ExtractionRun = Schemas['ExtractionRun']
export type ExtractionTask = Schemas['ExtractionTask']
export type FeatureTable = Schemas['FeatureTable']
export type FeatureRow = FeatureTable['items'][number]
export type ExtractionEngine = Schemas['Engine']
export type Job = Schemas['Job']

/** One page of a list. */
export interface Page<Item> {
  items: Item[]
  total: number
  page: number
  page_size: number
}
