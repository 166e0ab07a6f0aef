/** `W 1500 L −600`; fractions only where the window is narrow (SUV, parametric maps). */
export function windowText({ width, level }: { width: number; level: number }): string {
  const digits = width < 20 ? 2 : 0
  return `W ${width.toFixed(digits)} L ${level.toFixed(digits).replace('-', '−')}`
}
