import { expect, it } from 'vitest'
import type { FeatureColumn } from '@/api/types'
import { type ColumnChoice, chosenColumns, partsOf, readList, writeList } from './column-choice'

const column = (name: string): FeatureColumn => {
  const [image_type = '', feature_class = '', feature = ''] = name.split('_')
  return { name, image_type, feature_class, feature }
}
const columns = [
  'original_shape_Sphericity',
  'original_glcm_Contrast',
  'wavelet-LLH_glcm_Contrast',
  'wavelet-LLH_glszm_ZoneEntropy',
].map(column)
const all: ColumnChoice = { types: [], classes: [], find: '' }
const names = (choice: Partial<ColumnChoice>) =>
  chosenColumns(columns, { ...all, ...choice }).map(({ name }) => name)

it('shows every column while nothing is chosen', () => {
  expect(names({ find: '  ' })).toHaveLength(4)
})

it('shows the image types and classes that are chosen', () => {
  expect(names({ types: ['original'] })).toEqual(['original_shape_Sphericity', 'original_glcm_Contrast'])
  expect(names({ types: ['wavelet-LLH'], classes: ['glcm'] })).toEqual(['wavelet-LLH_glcm_Contrast'])
})

it('finds the columns that hold every word, in any order and case', () => {
  expect(names({ find: 'contrast WAVELET' })).toEqual(['wavelet-LLH_glcm_Contrast'])
  expect(names({ find: 'ngtdm' })).toEqual([])
})

it('counts the parts in the order in which they come', () => {
  expect(partsOf(columns, 'feature_class')).toEqual([
    { name: 'shape', count: 1 },
    { name: 'glcm', count: 2 },
    { name: 'glszm', count: 1 },
  ])
})

it('keeps a choice in an address', () => {
  expect(readList(writeList(['glcm', 'glszm']))).toEqual(['glcm', 'glszm'])
  expect(writeList([])).toBeUndefined()
  expect(readList(undefined)).toEqual([])
})
