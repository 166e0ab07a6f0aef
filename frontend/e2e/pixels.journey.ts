import { expect, test, type Page } from '@playwright/test'
import type { components } from '../src/api/schema'
import { Arranger } from './support/arrange'
import { hasTestData, writePixelCases, type Channel, type PixelCase } from './support/pixel-cases'
import { picture, saved, shown } from './support/reading-room'
import { ask, idOfPage } from './support/server'
import { signIn } from './support/sign-in'

type PackageItem = components['schemas']['PackageItemRead']

/** Shown over images, or tables of numbers: no samples are made of them. Of label maps pydicom knows no name. */
const NO_PICTURES = /Segmentation|RT Dose|1\.2\.840\.10008\.5\.1\.4\.1\.1\.66\.7/

test('the values under a shape are those that pydicom reads, for every kind of pixels', async ({
  page,
  request,
}) => {
  test.skip(!hasTestData, 'the test data is not there')
  test.setTimeout(900_000)
  const { cases, files } = writePixelCases()
  const arranger = await Arranger.signedIn(request)
  const group = await arranger.group('Pixels')
  const setId = await arranger.setIn(group, 'Pixels', ['Region'], files, 1, { package_size: 100 })
  await signIn(page)
  await page.goto(`/sets/${setId}`)
  await page.getByRole('button', { name: 'Take the next package' }).click()
  await shown(page)
  const packageId = idOfPage(page, 'packages')
  const { items } = await ask<{ items: PackageItem[] }>(page, `/packages/${packageId}/items?page_size=500`)
  const labels = await ask<{ items: { id: string }[] }>(page, `/sets/${setId}/labels`)
  const unread: string[] = []

  for (const each of cases) {
    const item = itemOf(each, items)
    if (each.undecodable || !item) {
      unread.push(`${each.path}: ${each.undecodable ?? 'no sample is made of it'}`)
      if (!each.undecodable) expect.soft(mayBeNoSample(each), each.path).toBe(true)
      continue
    }
    await test.step(each.path, async () => {
      const imageId = item.sample.images[0]!.id
      await arranger.read(packageId, item.sample.id, [regionOf(each, imageId, labels.items[0]!.id)])
      await page.goto(`/packages/${packageId}?sample=${item.sample.id}`)
      expect.soft(differences(each, await factsOnScreen(page)), each.path).toEqual([])
    })
  }
  await test.info().attach('not compared', { body: unread.join('\n'), contentType: 'text/plain' })
  test.info().annotations.push({ type: 'not compared', description: unread.join('; ') })
})

const itemOf = (each: PixelCase, items: readonly PackageItem[]): PackageItem | undefined =>
  items.find(({ sample }) =>
    sample.images.some(({ series_instance_uid: uid }) => uid === each.series_instance_uid),
  )

/** Files that are broken on purpose are kept aside, and the server says why. */
const mayBeNoSample = ({ path, sop_class }: PixelCase): boolean =>
  path.startsWith('broken') || NO_PICTURES.test(sop_class)

const regionOf = ({ box, sop_instance_uid }: PixelCase, imageId: string, labelId: string) => ({
  id: crypto.randomUUID(),
  label_id: labelId,
  image_id: imageId,
  kind: 'box',
  sop_instance_uid,
  frame: 1,
  geometry: box,
})

/** What the panel says of the region, line by line; or why there is no picture. */
async function factsOnScreen(page: Page): Promise<string[]> {
  const problem = page.getByRole('alert')
  await expect(
    picture(page)
      .getByText(/Zoom \d+ %/)
      .or(problem),
  ).toBeVisible()
  if (await problem.count()) return problem.allTextContents()
  await saved(page)
  const panel = page.getByRole('complementary', { name: 'Labels and objects' })
  await panel.getByRole('button', { name: /^Region .*(px|mm)$/ }).click()
  const lines = panel.getByRole('listitem').filter({ hasText: /^(Area|Mean|Min|SUVbw|No SUV)/ })
  await expect(lines.filter({ hasText: /^Mean/ }).first()).toBeVisible()
  return lines.allTextContents()
}

function differences({ channels, slope, is_lossy, suv }: PixelCase, lines: readonly string[]): string[] {
  const means = numbersOf(lines, /^Mean (\S+) SD (\S+)/)
  const ranges = numbersOf(lines, /^Min (\S+) Max (\S+)/)
  if (means.length !== channels.length) return [...lines]
  const wrong = channels.flatMap((expected, i) => {
    const [mean, sd] = means[i]!
    const [min, max] = ranges[i]!
    const found: Channel = { mean: mean!, sd: sd!, min: min!, max: max! }
    return unlike(found, expected, is_lossy ? slope : 0)
  })
  if (suv === null) return wrong
  const [suvs] = numbersOf(lines, /^SUVbw mean (\S+) max (\S+)/)
  const [{ mean, max }] = channels as [Channel]
  const isRight = suvs && isNear(suvs[0]!, mean * suv, 0) && isNear(suvs[1]!, max * suv, 0)
  return isRight ? wrong : [...wrong, `SUV ${suvs?.join()}, not ${mean * suv} and ${max * suv}`]
}

/** Of compression with loss, decoders may differ: half a level in the mean, two at the ends. */
function unlike(found: Channel, expected: Channel, level: number): string[] {
  return (['mean', 'sd', 'min', 'max'] as const)
    .filter((name) => {
      const levels = name === 'min' || name === 'max' ? 2 : 0.5
      return !isNear(found[name], expected[name], level * levels)
    })
    .map((name) => `${name} ${found[name]}, not ${expected[name]}`)
}

/** Up to the digits that are shown: two decimals, or three digits of what is below one. */
function isNear(found: number, expected: number, tolerance: number): boolean {
  const size = Math.abs(expected)
  const shown = size < 1 ? Math.max(0.0051 * size, 1e-9) : 0.00501 + 1e-6 * size
  return Math.abs(found - expected) <= tolerance + shown
}

function numbersOf(lines: readonly string[], pattern: RegExp): number[][] {
  return lines.flatMap((line) => {
    const [, ...parts] = pattern.exec(line) ?? []
    return parts.length ? [parts.map((part) => Number(part.replaceAll(',', '').replace('−', '-')))] : []
  })
}
