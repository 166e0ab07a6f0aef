import { describe, expect, it } from 'vitest'
import { hashOf, packed, sliceOf, unpacked, voxelsOf } from './packing'
import { NONE, runsOf } from './runs'
import { sha256 } from './sha256'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('sha256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('answers as FIPS 180 says (%#)', (text, digest) => {
    expect(sha256(bytes(text))).toBe(digest)
  })

  it.each([55, 56, 63, 64, 65, 119, 120])('pads %i bytes as the browser does', async (length) => {
    const message = new Uint8Array(length).fill(7)
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', message))

    expect(sha256(message)).toBe([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
  })
})

describe('packing', () => {
  const runs = runsOf(
    Array.from({ length: 30_000 }, (_, i): [number, number] => [500 * i, 500 * i + 1 + (i % 90)]),
  )

  it('gives back what it took', () => {
    expect([...unpacked(packed(runs))]).toEqual([...runs])
    expect([...unpacked(packed(NONE))]).toEqual([])
  })

  it('makes little of much', () => {
    expect(packed(runs).length).toBeLessThan(30_000)
  })

  it('hashes the runs and not how they are packed', () => {
    expect(hashOf(Uint32Array.of(1, 3))).toBe(sha256(Uint8Array.of(1, 2)))
    expect(hashOf(NONE)).toBeNull()
  })

  it('makes a slice of what is something', () => {
    const slice = sliceOf(Uint32Array.of(1, 3, 8, 9))

    expect(slice).toMatchObject({ voxels: 3, hash: hashOf(Uint32Array.of(1, 3, 8, 9)) })
    expect([...voxelsOf(slice)]).toEqual([1, 3, 8, 9])
    expect(sliceOf(NONE)).toBeNull()
    expect(voxelsOf(null)).toBe(NONE)
  })
})
