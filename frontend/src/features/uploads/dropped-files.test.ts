import { describe, expect, it } from 'vitest'
import { chosenFiles, droppedFiles } from './dropped-files'

const file = (name: string) => new File(['x'], name)

function fileEntry(fullPath: string) {
  return {
    isFile: true,
    fullPath,
    file: (resolve: (file: File) => void) => resolve(file(fullPath.split('/').at(-1) ?? '')),
  }
}

/** Hands out its entries two at a time, as browsers do by the hundred. */
function folderEntry(fullPath: string, children: object[]) {
  const createReader = () => {
    const left = [...children]
    return { readEntries: (resolve: (entries: object[]) => void) => resolve(left.splice(0, 2)) }
  }
  return { isFile: false, fullPath, createReader }
}

const transfer = (entries: object[]) =>
  ({
    items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })),
    files: [],
  }) as unknown as DataTransfer

describe('droppedFiles', () => {
  it('walks folders to the end and keeps their names', async () => {
    const inner = folderEntry(
      '/study/ct',
      [1, 2, 3, 4, 5].map((n) => fileEntry(`/study/ct/${n}.dcm`)),
    )
    const outer = folderEntry('/study', [fileEntry('/study/DICOMDIR'), inner])

    const found = await droppedFiles(transfer([outer, fileEntry('/loose.png')]))

    expect(found.map(({ path }) => path)).toEqual([
      'study/DICOMDIR',
      'study/ct/1.dcm',
      'study/ct/2.dcm',
      'study/ct/3.dcm',
      'study/ct/4.dcm',
      'study/ct/5.dcm',
      'loose.png',
    ])
  })

  it('finds nothing in an empty folder', async () => {
    expect(await droppedFiles(transfer([folderEntry('/empty', [])]))).toEqual([])
  })
})

describe('chosenFiles', () => {
  it('keeps the path of a chosen folder', () => {
    const inFolder = file('1.dcm')
    Object.defineProperty(inFolder, 'webkitRelativePath', { value: 'study/1.dcm' })

    expect(chosenFiles([inFolder, file('loose.png')]).map(({ path }) => path)).toEqual([
      'study/1.dcm',
      'loose.png',
    ])
  })
})
