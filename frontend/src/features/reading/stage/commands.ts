import type { Layout } from './arrangement'
import type { Link } from './links'
import type { Stage } from './use-stage'

/** What can be done with the stage as a whole. */
export type StageCommand =
  | { type: 'layout'; layout: Layout }
  | { type: 'cell'; by: 1 | -1 }
  | { type: 'link'; link: Link }
  | { type: 'cine' }
  | { type: 'cine-rate'; by: 1 | -1 }

type StageActions = {
  [Type in StageCommand['type']]: (command: StageCommand & { type: Type }) => void
}

export const stageActions = (stage: Stage): StageActions => ({
  layout: ({ layout }) => stage.divide(layout),
  cell: ({ by }) => stage.step(by),
  link: ({ link }) => stage.toggleLink(link),
  cine: () => stage.cine.toggle(),
  'cine-rate': ({ by }) => stage.cine.changeRate(by),
})
