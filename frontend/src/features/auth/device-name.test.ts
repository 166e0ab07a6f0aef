import { describe, expect, it } from 'vitest'
import { readDevice } from './device-name'

describe('readDevice', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      { program: 'Firefox 140', system: 'Linux' },
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
      { program: 'Edge 141', system: 'Windows' },
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
      { program: 'Chrome 141', system: 'macOS' },
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      { program: 'Safari 18', system: 'iPhone' },
    ],
    ['python-httpx/0.28.1', { program: 'python-httpx/0.28.1', system: null }],
  ])('reads %s', (userAgent, device) => {
    expect(readDevice(userAgent)).toEqual(device)
  })

  it.each([null, '', '  '])('knows nothing of one that says nothing (%j)', (userAgent) => {
    expect(readDevice(userAgent)).toBeNull()
  })
})
