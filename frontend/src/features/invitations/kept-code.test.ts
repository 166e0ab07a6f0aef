import { describe, expect, it } from 'vitest'
import { codeInFragment, forgetCode, keepCode, keptCode, linkOf } from './kept-code'

describe('a join code', () => {
  it.each([
    ['7K2QD-M9XPR', '7K2QD-M9XPR'],
    ['#7K2QD-M9XPR', '7K2QD-M9XPR'],
    ['#7k2qd%20m9xpr', '7k2qd m9xpr'],
    ['', null],
    ['#', null],
    ['#%E0%A4', null],
  ])('is read from the fragment %j', (hash, code) => {
    expect(codeInFragment(hash)).toBe(code)
  })

  it('stands behind the number sign of its link, which browsers do not send', () => {
    const link = new URL(linkOf('7K2QD-M9XPR'))

    expect(link.pathname + link.search).toBe('/join')
    expect(codeInFragment(link.hash)).toBe('7K2QD-M9XPR')
  })

  it('is kept until it is forgotten', () => {
    keepCode('7K2QD-M9XPR')
    expect(keptCode()).toBe('7K2QD-M9XPR')

    forgetCode()
    expect(keptCode()).toBeNull()
  })
})
