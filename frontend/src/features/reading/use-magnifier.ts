import { useMemo, useState } from 'react'

/** Whether the glass is over the picture. */
export function useMagnifier() {
  const [isOn, setIsOn] = useState(false)
  return useMemo(() => ({ isOn, toggle: () => setIsOn((was) => !was) }), [isOn])
}
