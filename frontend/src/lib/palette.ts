/** Colours for labels that people with any colour vision can tell apart: Okabe–Ito first, then Tableau 20. */
export const okabeIto = [
  '#E69F00',
  '#56B4E9',
  '#009E73',
  '#F0E442',
  '#0072B2',
  '#D55E00',
  '#CC79A7',
  '#999999',
] as const

export const tableau20 = [
  '#1F77B4',
  '#AEC7E8',
  '#FF7F0E',
  '#FFBB78',
  '#2CA02C',
  '#98DF8A',
  '#D62728',
  '#FF9896',
  '#9467BD',
  '#C5B0D5',
  '#8C564B',
  '#C49C94',
  '#E377C2',
  '#F7B6D2',
  '#7F7F7F',
  '#C7C7C7',
  '#BCBD22',
  '#DBDB8D',
  '#17BECF',
  '#9EDAE5',
] as const

export const labelColors: readonly string[] = [...okabeIto, ...tableau20]

/** The first colour of the palette that is not in use yet; the first of all when all are. */
export function nextLabelColor(used: readonly string[]): string {
  const taken = new Set(used.map((color) => color.toUpperCase()))
  return labelColors.find((color) => !taken.has(color)) ?? okabeIto[0]
}
