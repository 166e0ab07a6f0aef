import { describe, expect, test } from 'vitest'
import {
  canvasPoint,
  imagePoint,
  imageToCanvasTransform,
  imageToIndex,
  imageToWorld,
  indexPoint,
  indexToImage,
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
