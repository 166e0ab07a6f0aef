/** The names that the pages use for what the server sends; the shapes are generated. */
import type { components, operations } from './schema'

type Schemas = components['schemas']

export type Me = Schemas['Me']
export type OrganizationRole = Me['organizations'][number]['role']
export type Preferences = Required<Schemas['Preferences']>
export type MeUpdate = Schemas['MeUpdate']
export type Registration = Schemas['Registration']
export type Session = Schemas['SessionRead']
export type About = Schemas['About']
export type User = Schemas['UserRead']
export type UserCreate = Schemas['UserCreate']
export type UserUpdate = Schemas['UserUpdate']
export type Organization = Schemas['OrganizationRead']
export type OrganizationCreate = Schemas['OrganizationCreate']
export type OrganizationMember = Schemas['OrganizationMemberRead']
export type OrganizationGroup = Schemas['OrganizationGroupRead']
export type Group = Schemas['GroupRead']
export type GroupCreate = Schemas['GroupCreate']
export type GroupUpdate = Schemas['GroupUpdate']
export type Member = Schemas['MemberRead']
export type GroupRole = Member['role']
export type Invitation = Schemas['InvitationRead']
export type InvitationCreate = Schemas['InvitationCreate']
export type InvitationPreview = Schemas['InvitationPreview']
export type JoinRequest = Schemas['JoinRequestRead']
export type ReadingSet = Schemas['SetRead']
export type SetCreate = Schemas['SetCreate']
export type SetUpdate = Schemas['SetUpdate']
export type Sight = ReadingSet['readers_see_readings']
export type BlindingLift = Schemas['BlindingLiftRead']
export type SetContents = Schemas['SetContents']
export type Label = Schemas['LabelRead']
export type LabelCreate = Schemas['LabelCreate']
export type LabelUpdate = Schemas['LabelUpdate']
export type Sample = Schemas['SampleRead']
/** A sample with how far it is read. */
export type GridSample = Schemas['SampleInGrid']
export type SampleFilter = Omit<
  NonNullable<operations['list_samples']['parameters']['query']>,
  'page' | 'page_size'
>
export type SamplesContents = Schemas['SamplesContents']
export type SampleImage = Schemas['SampleImageRead']
export type Prior = Schemas['PriorRead']
export type HangingRule = Schemas['HangingRule']
export type Package = Schemas['PackageRead']
export type PackageFilter = Omit<
  NonNullable<operations['list_packages']['parameters']['query']>,
  'page' | 'page_size'
>
export type PackagesUpdate = Schemas['PackagesUpdate']
export type PackagesSplit = Schemas['PackagesSplit']
export type SplitResult = Schemas['SplitRead']
export type SharedOut = Schemas['SharedOut']
export type Distribution = Schemas['DistributionRead']
export type DistributionUpdate = Schemas['DistributionUpdate']
export type SetProgress = Schemas['SetProgress']
export type ReaderProgress = Schemas['ReaderProgress']
export type GroupProgress = Schemas['GroupProgress']
export type PackageItem = Schemas['PackageItemRead']
export type Examination = Schemas['ExaminationRead']
export type Annotation = Schemas['AnnotationRead']
export type Upload = Schemas['UploadRead']
export type UploadItem = Schemas['UploadItemRead']
export type UploadOutcome = NonNullable<UploadItem['outcome']>
export type Study = Schemas['StudyRead']
export type StudyDetail = Schemas['StudyDetail']
export type Series = Schemas['SeriesRead']
export type Region = Schemas['RegionRead']
export type ExtractionPreset = Schemas['PresetRead']
export type PresetSection = Schemas['PresetSection']
export type PresetError = Schemas['PresetError']
export type PresetCreate = Schemas['PresetCreate']
export type PresetVersionCreate = Schemas['PresetVersionCreate']
export type ExtractionPlan = Schemas['ExtractionPlan']
export type PlanItem = Schemas['PlanItem']
export type RegionSource = Schemas['RegionSource']
export type RunCreate = Schemas['RunCreate']
export type ExtractionRun = Schemas['RunRead']
export type ExtractionTask = Schemas['TaskRead']
export type FeatureTable = Schemas['FeatureTable']
export type FeatureRow = FeatureTable['items'][number]
export type FeatureColumn = Schemas['FeatureColumn']
export type ExtractionEngine = Schemas['EngineRead']
export type Job = Schemas['JobRead']

/** One page of a list. */
export interface Page<Item> {
  items: Item[]
  total: number
  page: number
  page_size: number
}
