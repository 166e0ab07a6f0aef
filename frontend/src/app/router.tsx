import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { asApiError } from '@/api/errors'
import { readListSearch } from '@/components/use-list-search'
import { meQuery } from '@/features/auth'
import { codeInFragment, keepCode, keptCode } from '@/features/invitations'
import { BareCrashPage, CrashPage } from './pages/crash-page'
import { NotFoundPage } from './pages/not-found-page'
import { safeReturnPath } from './return-path'
import { Shell } from './shell/shell'
import { SignedIn } from './signed-in'

interface RouterContext {
  queryClient: QueryClient
}

const readReturnPath = (search: Record<string, unknown>): { from?: string } =>
  typeof search['from'] === 'string' ? { from: safeReturnPath(search['from']) } : {}

/** A visitor without a session is sent to sign in, and comes back. */
async function requireSession({ queryClient }: RouterContext, from: string): Promise<void> {
  try {
    await queryClient.ensureQueryData(meQuery)
  } catch (error) {
    if (asApiError(error).status !== 401) throw error
    throw redirect({ to: '/sign-in', search: { from } })
  }
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  errorComponent: BareCrashPage,
  notFoundComponent: NotFoundPage,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readReturnPath,
  component: lazyRouteComponent(() => import('./pages/sign-in-page'), 'SignInPage'),
})

const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: readReturnPath,
  component: lazyRouteComponent(() => import('./pages/register-page'), 'RegisterPage'),
})

/** The code leaves the address at once, before anything else can carry it further. */
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  beforeLoad: async ({ context, location }) => {
    const code = codeInFragment(location.hash)
    if (code) {
      keepCode(code)
      throw redirect({ to: '/join', replace: true })
    }
    await requireSession(context, '/join')
  },
  loader: keptCode,
  component: lazyRouteComponent(() => import('./pages/join-page'), 'JoinPage'),
})

/** Everything that needs a person. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: SignedIn,
  beforeLoad: ({ context, location }) => requireSession(context, location.href),
  errorComponent: BareCrashPage,
})

const shell = createRoute({
  getParentRoute: () => signedIn,
  id: 'shell',
  validateSearch: readListSearch,
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: BareCrashPage,
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/home-page'), 'HomePage'),
})

const about = createRoute({
  getParentRoute: () => shell,
  path: '/about',
  component: lazyRouteComponent(() => import('./pages/about-page'), 'AboutPage'),
})

const groups = createRoute({
  getParentRoute: () => shell,
  path: '/groups',
  component: lazyRouteComponent(() => import('./pages/groups-page'), 'GroupsPage'),
})

const group = createRoute({
  getParentRoute: () => shell,
  path: '/groups/$groupId',
  component: lazyRouteComponent(() => import('./pages/group-page'), 'GroupPage'),
})

const groupSets = createRoute({
  getParentRoute: () => group,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/group-page'), 'GroupSets'),
})

const groupMembers = createRoute({
  getParentRoute: () => group,
  path: '/members',
  component: lazyRouteComponent(() => import('./pages/group-page'), 'GroupMembers'),
})

const groupProgress = createRoute({
  getParentRoute: () => group,
  path: '/progress',
  component: lazyRouteComponent(() => import('./pages/progress-parts'), 'GroupProgressPart'),
})

const groupInvitations = createRoute({
  getParentRoute: () => group,
  path: '/invitations',
  component: lazyRouteComponent(() => import('./pages/group-page'), 'GroupInvitations'),
})

const groupSettings = createRoute({
  getParentRoute: () => group,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/group-page'), 'GroupSettingsPart'),
})

const groupReleases = createRoute({
  getParentRoute: () => group,
  path: '/releases',
  component: lazyRouteComponent(() => import('./pages/releases-parts'), 'GroupReleases'),
})

const set = createRoute({
  getParentRoute: () => shell,
  path: '/sets/$setId',
  component: lazyRouteComponent(() => import('./pages/set-page'), 'SetPage'),
})

const setOverview = createRoute({
  getParentRoute: () => set,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/set-overview'), 'SetOverview'),
})

const setSamples = createRoute({
  getParentRoute: () => set,
  path: '/samples',
  component: lazyRouteComponent(() => import('./pages/set-parts'), 'SetSamples'),
})

const setPackages = createRoute({
  getParentRoute: () => set,
  path: '/packages',
  component: lazyRouteComponent(() => import('./pages/set-parts'), 'SetPackages'),
})

const setProgress = createRoute({
  getParentRoute: () => set,
  path: '/progress',
  component: lazyRouteComponent(() => import('./pages/progress-parts'), 'SetProgressPart'),
})

const setLabels = createRoute({
  getParentRoute: () => set,
  path: '/labels',
  component: lazyRouteComponent(() => import('./pages/set-parts'), 'SetLabels'),
})

const setExtraction = createRoute({
  getParentRoute: () => set,
  path: '/extraction',
  component: lazyRouteComponent(() => import('./pages/set-parts'), 'SetExtraction'),
})

const setPlan = createRoute({
  getParentRoute: () => set,
  path: '/extraction/plan',
  component: lazyRouteComponent(() => import('./pages/set-parts'), 'SetPlan'),
})

const setAgreement = createRoute({
  getParentRoute: () => set,
  path: '/agreement',
  component: lazyRouteComponent(() => import('./pages/set-agreement'), 'SetAgreement'),
})

const setAdjudication = createRoute({
  getParentRoute: () => set,
  path: '/adjudication',
  component: lazyRouteComponent(() => import('./pages/set-adjudication'), 'SetAdjudication'),
})

const setExports = createRoute({
  getParentRoute: () => set,
  path: '/exports',
  component: lazyRouteComponent(() => import('./pages/set-exports'), 'SetExports'),
})

const setReleases = createRoute({
  getParentRoute: () => set,
  path: '/releases',
  component: lazyRouteComponent(() => import('./pages/releases-parts'), 'SetReleases'),
})

const setSettings = createRoute({
  getParentRoute: () => set,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/set-parts'), 'SetSettingsPage'),
})

const setUpload = createRoute({
  getParentRoute: () => set,
  path: '/upload',
  component: lazyRouteComponent(() => import('./pages/set-parts'), 'SetUpload'),
})

const release = createRoute({
  getParentRoute: () => shell,
  path: '/releases/$releaseId',
  component: lazyRouteComponent(() => import('./pages/release-page'), 'ReleasePage'),
})

const releaseSamples = createRoute({
  getParentRoute: () => release,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/release-page'), 'ReleaseSamplesPart'),
})

const releaseChanges = createRoute({
  getParentRoute: () => release,
  path: '/changes',
  component: lazyRouteComponent(() => import('./pages/release-page'), 'ReleaseChanges'),
})

const releaseExports = createRoute({
  getParentRoute: () => release,
  path: '/exports',
  component: lazyRouteComponent(() => import('./pages/release-page'), 'ReleaseExports'),
})

const releaseWithdrawn = createRoute({
  getParentRoute: () => release,
  path: '/withdrawn',
  component: lazyRouteComponent(() => import('./pages/release-page'), 'ReleaseWithdrawn'),
})

const uploads = createRoute({
  getParentRoute: () => shell,
  path: '/uploads',
  component: lazyRouteComponent(() => import('./pages/uploads-page'), 'UploadsPage'),
})

const upload = createRoute({
  getParentRoute: () => shell,
  path: '/uploads/$uploadId',
  component: lazyRouteComponent(() => import('./pages/upload-page'), 'UploadPage'),
})

const studies = createRoute({
  getParentRoute: () => shell,
  path: '/studies',
  component: lazyRouteComponent(() => import('./pages/studies-page'), 'StudiesPage'),
})

const study = createRoute({
  getParentRoute: () => shell,
  path: '/studies/$studyId',
  component: lazyRouteComponent(() => import('./pages/study-page'), 'StudyPage'),
})

const studyPlan = createRoute({
  getParentRoute: () => shell,
  path: '/studies/$studyId/extraction',
  component: lazyRouteComponent(() => import('./pages/study-page'), 'StudyPlanPage'),
})

/** Runs and presets stand side by side. */
const radiomics = createRoute({
  getParentRoute: () => shell,
  id: 'radiomics',
  component: lazyRouteComponent(() => import('./pages/radiomics-page'), 'RadiomicsPage'),
})

const runs = createRoute({
  getParentRoute: () => radiomics,
  path: '/extraction-runs',
  component: lazyRouteComponent(() => import('./pages/radiomics-page'), 'RadiomicsRuns'),
})

const presets = createRoute({
  getParentRoute: () => radiomics,
  path: '/extraction-presets',
  component: lazyRouteComponent(() => import('./pages/radiomics-page'), 'RadiomicsPresets'),
})

const newPreset = createRoute({
  getParentRoute: () => shell,
  path: '/extraction-presets/new',
  component: lazyRouteComponent(() => import('./pages/preset-page'), 'NewPresetPage'),
})

const preset = createRoute({
  getParentRoute: () => shell,
  path: '/extraction-presets/$presetId',
  component: lazyRouteComponent(() => import('./pages/preset-page'), 'PresetPage'),
})

const newPresetVersion = createRoute({
  getParentRoute: () => shell,
  path: '/extraction-presets/$presetId/new-version',
  component: lazyRouteComponent(() => import('./pages/preset-page'), 'NewPresetVersionPage'),
})

const run = createRoute({
  getParentRoute: () => shell,
  path: '/extraction-runs/$runId',
  component: lazyRouteComponent(() => import('./pages/run-page'), 'RunPage'),
})

const runFeatures = createRoute({
  getParentRoute: () => run,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/run-page'), 'RunFeatures'),
})

const runTasks = createRoute({
  getParentRoute: () => run,
  path: '/regions',
  component: lazyRouteComponent(() => import('./pages/run-page'), 'RunTasks'),
})

const profile = createRoute({
  getParentRoute: () => shell,
  path: '/profile',
  component: lazyRouteComponent(() => import('./pages/profile-page'), 'ProfilePage'),
})

const organization = createRoute({
  getParentRoute: () => shell,
  path: '/organizations/$organizationId',
  component: lazyRouteComponent(() => import('./pages/organization-page'), 'OrganizationPage'),
})

const organizationMembers = createRoute({
  getParentRoute: () => organization,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/organization-page'), 'OrganizationMembersPart'),
})

const organizationGroups = createRoute({
  getParentRoute: () => organization,
  path: '/groups',
  component: lazyRouteComponent(() => import('./pages/organization-page'), 'OrganizationGroupsPart'),
})

const organizationSettings = createRoute({
  getParentRoute: () => organization,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/organization-page'), 'OrganizationSettingsPart'),
})

const admin = createRoute({
  getParentRoute: () => shell,
  path: '/admin',
  component: lazyRouteComponent(() => import('./pages/admin-page'), 'AdminPage'),
})

const adminStart = createRoute({
  getParentRoute: () => admin,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/admin/accounts' })
  },
})

const adminAccounts = createRoute({
  getParentRoute: () => admin,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./pages/admin-page'), 'AdminAccounts'),
})

const adminOrganizations = createRoute({
  getParentRoute: () => admin,
  path: '/organizations',
  component: lazyRouteComponent(() => import('./pages/admin-page'), 'AdminOrganizations'),
})

/** A wrong address keeps the way back in sight. */
const elsewhere = createRoute({ getParentRoute: () => shell, path: '$', component: NotFoundPage })

/** So has the room in which readings are decided over. */
const adjudication = createRoute({
  getParentRoute: () => signedIn,
  path: '/sets/$setId/adjudication/$sampleId',
  component: lazyRouteComponent(() => import('./pages/adjudication-page'), 'AdjudicationPage'),
  errorComponent: BareCrashPage,
})

/** The reading room has the whole window to itself. */
const reading = createRoute({
  getParentRoute: () => signedIn,
  path: '/packages/$packageId',
  validateSearch: (search): { sample?: string } =>
    typeof search['sample'] === 'string' ? { sample: search['sample'] } : {},
  component: lazyRouteComponent(() => import('./pages/reading-page'), 'ReadingPage'),
  errorComponent: BareCrashPage,
})

const routeTree = root.addChildren([
  signIn,
  register,
  join,
  signedIn.addChildren([
    shell.addChildren([
      home,
      about,
      groups,
      group.addChildren([
        groupSets,
        groupMembers,
        groupProgress,
        groupReleases,
        groupInvitations,
        groupSettings,
      ]),
      set.addChildren([
        setOverview,
        setSamples,
        setPackages,
        setProgress,
        setLabels,
        setExtraction,
        setPlan,
        setAgreement,
        setAdjudication,
        setExports,
        setReleases,
        setUpload,
        setSettings,
      ]),
      release.addChildren([releaseSamples, releaseChanges, releaseExports, releaseWithdrawn]),
      uploads,
      upload,
      studies,
      study,
      studyPlan,
      radiomics.addChildren([runs, presets]),
      newPreset,
      preset,
      newPresetVersion,
      run.addChildren([runFeatures, runTasks]),
      profile,
      organization.addChildren([organizationMembers, organizationGroups, organizationSettings]),
      admin.addChildren([adminStart, adminAccounts, adminOrganizations]),
      elsewhere,
    ]),
    adjudication,
    reading,
  ]),
])

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    // A page that fails leaves the shell standing.
    defaultErrorComponent: CrashPage,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
