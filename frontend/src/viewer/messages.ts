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
  facts: {
    area: 'Area {{value}} {{unit}}',
    mean: 'Mean {{mean}} SD {{sd}} {{unit}}',
    range: 'Min {{min}} Max {{max}} {{unit}}',
    value: 'Value {{value}} {{unit}}',
    suv: 'SUVbw mean {{mean}} max {{max}} ({{rule}})',
    noSuv: 'No SUV: {{tag}} {{reason}}',
  },
  probe: {
    place: '({{column}}, {{row}})',
    stored: '(stored {{value}})',
  },
  badges: {
    lossy: 'lossy',
    reduced: 'shown at {{percent}} % of its pixels',
    inverted: 'inverted',
    turned: 'turned by {{degrees}}°',
    mirrored: 'mirrored',
    uncalibrated: 'uncalibrated',
  },
  reasons: {
    lossy:
      'The image was compressed with loss: fine detail and single values may differ from what was acquired.',
    lossyRatio:
      'The image was compressed with loss, {{ratio}} : 1: fine detail and single values may differ from what was acquired.',
    lossyPhoto: 'JPEG compresses with loss: fine detail and single values may differ from what was taken.',
    reduced:
      'The picture is larger than the graphics take, so it is shown smaller. What is drawn is kept in its own pixels; values of regions are not measured.',
    inverted: 'You turned the greys round (I).',
    turned: 'You turned the picture (Alt+R sets it upright).',
    mirrored: 'You mirrored the picture: left and right, or top and bottom, have changed places.',
    uncalibrated: 'The image does not say what a pixel stands for, so sizes are told in pixels.',
    uncalibratedPhoto: 'A photograph does not say what a pixel stands for, so sizes are told in pixels.',
    severalScales:
      'The regions of this ultrasound picture have scales of their own: what lies within one that counts in centimetres is measured in mm.',
  },
  scaleBar: 'Scale bar, {{length}}',
  sides: {
    right: 'Right side of the picture: {{letters}}',
    left: 'Left side of the picture: {{letters}}',
    top: 'Top of the picture: {{letters}}',
    bottom: 'Bottom of the picture: {{letters}}',
  },
}

declare module '@/lib/i18n' {
  interface Messages {
    viewer: typeof en
  }
}

addMessages('viewer', { en })
