import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import Markdown from './markdown'

const ours = '/api/v1/guideline-images/01890000-0000-7000-8000-000000000000'

test('a text shows our pictures, and fetches none from elsewhere', () => {
  render(<Markdown text={`# Look\n\n![Where](${ours})\n\n![Spy](https://elsewhere.example/spy.png)`} />)

  expect(screen.getByRole('heading', { level: 3, name: 'Look' })).toBeVisible()
  expect(screen.getByRole('img', { name: 'Where' })).toHaveAttribute('src', ours)
  expect(screen.getAllByRole('img')).toHaveLength(1)
  expect(screen.getByText('Spy')).toBeVisible()
})

test('HTML is no HTML, and a link cannot run anything', () => {
  render(<Markdown text={'<img src=x onerror=alert(1)>\n\n[press](javascript:alert(1))'} />)

  expect(screen.queryByRole('img')).toBeNull()
  expect(screen.getByText('press').getAttribute('href') ?? '').not.toContain('javascript')
})
