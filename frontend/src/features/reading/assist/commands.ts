import type { Assist } from './use-assist'

/** What can be done with assistance, beside taking its tools. */
export type AssistCommand = { type: 'accept-proposal'; inHand: boolean } | { type: 'carry' }

type AssistActions = {
  [Type in AssistCommand['type']]: (command: AssistCommand & { type: Type }) => void
}

export const assistActions = (assist: Assist): AssistActions => ({
  'accept-proposal': ({ inHand }) => assist.accept(inHand),
  carry: () => assist.carry(),
})
