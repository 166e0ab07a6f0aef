import { describe, expect, it } from 'vitest'
import type { Job, Page } from '@/api/types'
import { withJob } from './api'

const job = (id: string, done: number) => ({ id, done }) as Job
const list: Page<Job> = { items: [job('a', 1), job('b', 2)], total: 2, page: 1, page_size: 30 }

describe('withJob', () => {
  it('changes a known job in its place', () => {
    expect(withJob(list, job('b', 3)).items).toEqual([job('a', 1), job('b', 3)])
  })

  it('puts a new job first', () => {
    const changed = withJob(list, job('c', 0))

    expect(changed.items.map(({ id }) => id)).toEqual(['c', 'a', 'b'])
    expect(changed.total).toBe(3)
  })
})
