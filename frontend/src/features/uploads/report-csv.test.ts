import { expect, it } from 'vitest'
import './messages'
import { reportCsv } from './report-csv'

const item = (path: string, remarks: { code: string; place: string; message: string }[]) => ({
  id: path,
  path,
  size_bytes: 10,
  media_type: 'application/dicom',
  outcome: 'stored' as const,
  remarks,
})

it('has a line for each remark and one for a file without any', () => {
  const remarks = [
    { code: 'a', place: '(0008,0005)', message: 'One, two' },
    { code: 'b', place: '', message: '=HYPERLINK("x")' },
  ]

  const lines = reportCsv([item('1.dcm', []), item('2.dcm', remarks)]).split('\r\n')

  expect(lines).toEqual([
    'path,size_bytes,media_type,outcome,remark_code,remark_place,remark_message',
    '1.dcm,10,application/dicom,stored,,,',
    '2.dcm,10,application/dicom,stored,a,"(0008,0005)","One, two"',
    `2.dcm,10,application/dicom,stored,b,,"'=HYPERLINK(""x"")"`,
    '',
  ])
})
