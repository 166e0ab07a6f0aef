import { useQuery } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/errors'
import { renderPart } from '@/test/render'
import { hasNone, QueryView } from './query-view'

interface List {
  total: number
  items: string[]
}

function Part({ ask }: { ask: () => Promise<List> }) {
  const query = useQuery({ queryKey: ['part'], queryFn: ask })
  return (
    <QueryView query={query} isEmpty={hasNone} empty="Nothing here yet">
      {(list) => list.items.join()}
    </QueryView>
  )
}

describe('QueryView', () => {
  it('says that it loads', async () => {
    await renderPart(<Part ask={() => new Promise(() => undefined)} />)

    expect(screen.getByRole('status', { name: 'Loading' })).toBeInTheDocument()
  })

  it('shows what there is', async () => {
    await renderPart(<Part ask={() => Promise.resolve({ total: 1, items: ['Chest readers'] })} />)

    expect(await screen.findByText('Chest readers')).toBeInTheDocument()
  })

  it('says what belongs here when there is nothing', async () => {
    await renderPart(<Part ask={() => Promise.resolve({ total: 0, items: [] })} />)

    expect(await screen.findByText('Nothing here yet')).toBeInTheDocument()
  })

  it('says what failed and tries again', async () => {
    const ask = vi
      .fn<() => Promise<List>>()
      .mockRejectedValueOnce(new ApiError(503, 'Unavailable', 'The database is away.'))
      .mockResolvedValue({ total: 1, items: ['Chest readers'] })
    await renderPart(<Part ask={ask} />)

    expect(await screen.findByRole('alert')).toHaveTextContent('The database is away.')
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))

    expect(await screen.findByText('Chest readers')).toBeInTheDocument()
  })

  it('does not offer to try again what one may not see', async () => {
    await renderPart(
      <Part ask={() => Promise.reject(new ApiError(404, 'SetNotFound', 'There is no such set.'))} />,
    )

    expect(await screen.findByRole('alert')).toHaveTextContent('There is no such set.')
    expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument()
  })
})
