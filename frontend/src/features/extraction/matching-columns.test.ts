import { expect, it } from 'vitest'
import { matchingColumns } from './matching-columns'

const columns = ['original_shape_Sphericity', 'original_glcm_Contrast', 'wavelet-LLH_glcm_Contrast']

it('finds the columns that hold every word, in any order and case', () => {
  expect(matchingColumns(columns, 'GLCM')).toEqual([1, 2])
  expect(matchingColumns(columns, 'contrast wavelet')).toEqual([2])
})

it('shows every column without a filter and none without a match', () => {
  expect(matchingColumns(columns, '  ')).toEqual([0, 1, 2])
  expect(matchingColumns(columns, 'glszm')).toEqual([])
})
