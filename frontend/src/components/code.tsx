import { Text } from '@mantine/core'

/** A DICOM UID, a hash or other code: letters of one width, cut where the room ends. */
export function Code({ children, maxWidth = 320 }: { children: string; maxWidth?: number | string }) {
  return (
    <Text span ff="monospace" size="xs" truncate maw={maxWidth} display="inline-block" title={children}>
      {children}
    </Text>
  )
}
