/** Order counts: Edge and Opera call themselves Chrome too, Chrome calls itself Safari. */
const browsers: [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/(?:Chrome|CriOS|Chromium)\/(\d+)/, 'Chrome'],
  [/Version\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//, 'Safari'],
]

const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
]

export interface Device {
  /** A browser with its version, or the program that called. */
  program: string
  system: string | null
}

/** What signed in, from what it says of itself; null when it says nothing. */
export function readDevice(userAgent: string | null): Device | null {
  const said = userAgent?.trim()
  if (!said) return null
  const system = systems.find(([pattern]) => pattern.test(said))?.[1] ?? null
  for (const [pattern, name] of browsers) {
    const found = pattern.exec(said)
    if (found) return { program: `${name} ${found[1]}`, system }
  }
  return { program: said.split(' ', 1)[0] ?? said, system }
}
