import { describe, expect, test } from 'vitest'
import {
  alongScreen,
  canvasPoint,
  extentOf,
  growthOnScreen,
  imagePoint,
  imageToCanvasTransform,
  imageToIndex,
  imageToWorld,
  indexPoint,
  indexToImage,
  orientationOf,
  scaleOf,
  toCanvas,
  toImage,
  worldToImage,
  type ImagePlane,
} from './coordinates'

const axial: ImagePlane = {
  origin: [-100, -80, 42],
  columnDirection: [1, 0, 0],
  rowDirection: [0, 1, 0],
  columnSpacing: 0.5,
  rowSpacing: 2,
}

const oblique: ImagePlane = {
  origin: [3, -7, 11],
  columnDirection: [0, 0.8, -0.6],
  rowDirection: [0, 0.6, 0.8],
  columnSpacing: 1.25,
  rowSpacing: 0.75,
}

describe('our points and Cornerstone’s index', () => {
  test('the outer corner of the first pixel is index −0.5', () => {
    expect(imageToIndex(imagePoint(0, 0))).toEqual([-0.5, -0.5])
  })

  test('the centre of the first pixel is index 0', () => {
    expect(indexToImage(indexPoint(0, 0))).toEqual({ x: 0.5, y: 0.5 })
  })

  test('there and back is the same point', () => {
    expect(indexToImage(imageToIndex(imagePoint(12.25, 400.75)))).toEqual({ x: 12.25, y: 400.75 })
  })
})

describe('image and world', () => {
  test('the centre of the first pixel is the position of the image', () => {
    expect(imageToWorld(axial, imagePoint(0.5, 0.5))).toEqual([-100, -80, 42])
  })

  test('columns use the column spacing and rows the row spacing', () => {
    expect(imageToWorld(axial, imagePoint(10.5, 10.5))).toEqual([-95, -60, 42])
  })

  test.each([axial, oblique])('there and back is the same point', (plane) => {
    const back = worldToImage(plane, imageToWorld(plane, imagePoint(123.4, 5.6)))

    expect(back.x).toBeCloseTo(123.4, 9)
    expect(back.y).toBeCloseTo(5.6, 9)
  })
})

describe('image and canvas', () => {
  const zoomed = imageToCanvasTransform({ columns: 512, rows: 256 }, (p) =>
    canvasPoint(3 * p.x + 40, 3 * p.y - 25),
  )

  test('three corners give the map', () => {
    expect(toCanvas(zoomed, imagePoint(10, 20))).toEqual(canvasPoint(70, 35))
  })

  test('a click goes back to the pixel it was on', () => {
    expect(toImage(zoomed, canvasPoint(70, 35))).toEqual({ x: 10, y: 20 })
  })

  test('the scale is CSS pixels per image pixel', () => {
    expect(scaleOf(zoomed)).toBe(3)
  })

  test('a rotated view maps there and back', () => {
    const turned = { a: 0, b: 2, c: -2, d: 0, e: 300, f: 10 }

    expect(toImage(turned, toCanvas(turned, imagePoint(7.5, 9.25)))).toEqual({ x: 7.5, y: 9.25 })
  })
})

describe('a picture that lies another way', () => {
  /** Two CSS pixels a pixel, 100 columns and 50 rows; `a b c d` as in SVG's matrix. */
  const lying = (a: number, b: number, c: number, d: number) => ({ a, b, c, d, e: 300, f: 200 })
  const ways = {
    upright: lying(2, 0, 0, 2),
    clockwise: lying(0, 2, -2, 0),
    'upside down': lying(-2, 0, 0, -2),
    counterclockwise: lying(0, -2, 2, 0),
    mirrored: lying(-2, 0, 0, 2),
    'mirrored and clockwise': lying(0, -2, -2, 0),
  }
  const each = Object.entries(ways)

  test.each([
    ['upright', 0, false],
    ['clockwise', 90, false],
    ['upside down', 180, false],
    ['counterclockwise', 270, false],
    ['mirrored', 0, true],
    ['mirrored and clockwise', 90, true],
  ] as const)('says so: %s', (way, degrees, isMirrored) => {
    expect(orientationOf(ways[way])).toEqual({ degrees, isMirrored })
  })

  test.each(each)('a click goes back to the pixel it was on: %s', (_, map) => {
    const back = toImage(map, toCanvas(map, imagePoint(17.25, 31.5)))

    expect(back.x).toBeCloseTo(17.25, 12)
    expect(back.y).toBeCloseTo(31.5, 12)
  })

  test.each(each)('an arrow goes where it points on the screen: %s', (_, map) => {
    const at = imagePoint(40, 20)
    const { x, y } = alongScreen(map, 10, 0)
    const [from, to] = [toCanvas(map, at), toCanvas(map, imagePoint(at.x + x, at.y + y))]

    expect(to.x - from.x).toBeCloseTo(20, 9)
    expect(to.y - from.y).toBeCloseTo(0, 9)
  })

  test.each(each)('what makes a shape higher makes it higher on the screen: %s', (_, map) => {
    const grown = growthOnScreen(map, 0, 3)
    const isTurned = map.a === 0

    expect({ x: grown.x, y: grown.y }).toEqual(isTurned ? { x: 3, y: 0 } : { x: 0, y: 3 })
  })

  test('takes up as much of the canvas', () => {
    const size = { columns: 100, rows: 50 }

    expect(extentOf(ways.clockwise, size)).toEqual({ left: 200, top: 200, right: 300, bottom: 400 })
    expect(extentOf(ways.mirrored, size)).toEqual({ left: 100, top: 200, right: 300, bottom: 300 })
  })
})
