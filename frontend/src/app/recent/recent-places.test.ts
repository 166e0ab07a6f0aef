import { afterEach, describe, expect, it } from 'vitest'
import { forgetPlace, recentPlaces, rememberPlace, type RecentPlace } from './recent-places'

const place = (name: string): RecentPlace => ({ kind: 'set', path: `/sets/${name}`, title: name })
const titles = (personId: string) => recentPlaces(personId).map(({ title }) => title)

afterEach(() => localStorage.clear())

describe('recent places', () => {
  it('have the last one first, each once', () => {
    for (const name of ['a', 'b', 'a']) rememberPlace('ada', place(name))

    expect(titles('ada')).toEqual(['a', 'b'])
  })

  it('belong to one person', () => {
    rememberPlace('ada', place('a'))

    expect(titles('ben')).toEqual([])
  })

  it('are few', () => {
    for (let count = 0; count < 20; count++) rememberPlace('ada', place(String(count)))

    expect(titles('ada')).toHaveLength(12)
  })

  it('lose what is gone', () => {
    rememberPlace('ada', place('a'))
    forgetPlace('ada', '/sets/a')

    expect(titles('ada')).toEqual([])
  })

  it.each(['not json', '{"kind":"set"}', '[{"kind":"set","path":"//elsewhere.example","title":"x"}, null]'])(
    'are none where %s is kept',
    (text) => {
      localStorage.setItem('isocenter.recent.ada', text)

      expect(titles('ada')).toEqual([])
    },
  )
})
