/** ◎ */
export function Logo({ size }: { size: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden>
      <circle cx="16" cy="16" r="12.5" fill="none" stroke="var(--mantine-color-teal-6)" strokeWidth="3" />
      <circle cx="16" cy="16" r="4.5" fill="var(--mantine-color-teal-6)" />
    </svg>
  )
}
