import { addMessages } from '@/lib/i18n'

const en = {
  slice: '{{index}} / {{count}}',
  position: '{{mm}} mm',
  zoom: 'Zoom {{percent}} %',
  uncalibrated: 'px only',
  loading: 'Loading picture {{index}}…',
  loadingSeries: 'Loading…',
  cannotShow: 'Picture {{index}} cannot be shown',
  cannotShowAny: 'This image cannot be shown',
  retry: 'Try again',
  picture: '{{label}}, picture {{index}} of {{count}}',
  badges: {
    lossy: 'lossy',
    reduced: 'shown at {{percent}} % of its pixels',
    inverted: 'inverted',
    turned: 'turned by {{degrees}}°',
    mirrored: 'mirrored',
    uncalibrated: 'uncalibrated',
  },
}

declare module '@/lib/i18n' {
  interface Messages {
    viewer: typeof en
  }
}

addMessages('viewer', { en })
