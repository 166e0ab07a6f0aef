import ReactMarkdown, { type Components } from 'react-markdown'
import styles from './markdown.module.css'

/** Pictures are those of guidelines on this server: a text fetches nothing from elsewhere. */
const OURS = /^\/api\/v1\/guideline-images\/[0-9a-f-]{36}$/

const components: Components = {
  img: ({ src, alt }) =>
    typeof src === 'string' && OURS.test(src) ? (
      <img src={src} alt={alt ?? ''} loading="lazy" />
    ) : (
      <em>{alt}</em>
    ),
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  ),
  // The page has its own first heading.
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
}

/** A text that people wrote, as Markdown. HTML in it is shown as it is typed. */
export default function Markdown({ text }: { text: string }) {
  return (
    <div className={styles.text}>
      <ReactMarkdown components={components}>{text}</ReactMarkdown>
    </div>
  )
}
