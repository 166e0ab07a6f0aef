import { describe, expect, it } from 'vitest'
import { strengthOf } from './password'

describe('strengthOf', () => {
  it.each([
    ['', 'short'],
    ['elevenchars', 'short'],
    ['aaaaaaaaaaaaaaaaaaaa', 'repetitive'],
    ['121212121212', 'repetitive'],
    ['twelve chars', 'fair'],
    ['correct horse battery', 'good'],
  ])('calls "%s" %s', (password, strength) => {
    expect(strengthOf(password)).toBe(strength)
  })

  it('counts a character outside the basic plane once', () => {
    expect(strengthOf('🩻🧠🫁🫀🦴🩺')).toBe('short')
  })
})
