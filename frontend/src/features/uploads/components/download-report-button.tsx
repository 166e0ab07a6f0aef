import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Upload } from '@/api/types'
import { saveFile } from '@/lib/save-file'
import { readAllItems } from '../api'
import { useText } from '../messages'
import { reportCsv } from '../report-csv'

export function DownloadReportButton({ upload }: { upload: Upload }) {
  const t = useText()
  const download = useMutation({
    mutationFn: () => readAllItems(upload.id),
    onSuccess: (items) => saveFile(`upload-${upload.id}.csv`, reportCsv(items), 'text/csv'),
  })
  return (
    <Button variant="default" loading={download.isPending} onClick={() => download.mutate()}>
      {t('download')}
    </Button>
  )
}
