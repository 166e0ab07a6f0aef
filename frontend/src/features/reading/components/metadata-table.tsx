import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DicomDataset } from '@/viewer/dicom-json'
import { metadataLines, searched, type MetadataLine } from '@/viewer/seeing/metadata'
import { tagName } from '@/viewer/seeing/tag-names'
import dialog from './dialog.module.css'
import styles from './metadata-table.module.css'

/** More lines are slow to draw, and nobody reads them: one searches. */
const MOST_LINES = 500

export default function MetadataTable({ dataset, frame }: { dataset: DicomDataset; frame: number }) {
  const { t } = useTranslation('reading')
  const [sought, setSought] = useState('')
  const lines = useMemo(() => metadataLines(dataset, frame, tagName), [dataset, frame])
  const found = useMemo(() => searched(lines, sought), [lines, sought])
  return (
    <>
      <input
        type="search"
        className={dialog.field}
        value={sought}
        placeholder={t('metadata.search')}
        aria-label={t('metadata.search')}
        onChange={(event) => setSought(event.target.value)}
      />
      <p role="status" className={styles.count}>
        {t('metadata.found', { count: found.length })}
      </p>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('metadata.title')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('metadata.tag')}</th>
              <th scope="col">{t('metadata.name')}</th>
              <th scope="col">{t('metadata.value')}</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, MOST_LINES).map((line) => (
              <Line key={line.path} line={line} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

const Line = ({ line: { tag, name, vr, value, depth } }: { line: MetadataLine }) => (
  <tr>
    <td className={styles.tag} style={{ paddingLeft: 4 + depth * 12 }}>
      ({tag.slice(0, 4)},{tag.slice(4)}) {vr}
    </td>
    <td>{name}</td>
    <td className={styles.value}>{value}</td>
  </tr>
)
