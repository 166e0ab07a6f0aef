import {
  Anchor,
  Button,
  createTheme,
  type CSSVariablesResolver,
  Modal,
  Popover,
  Skeleton,
  Table,
  Tooltip,
} from '@mantine/core'

/** One accent; the dark side is that of the reading room. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: 7,
  colors: {
    teal: [
      '#effcf9',
      '#cdf7ec',
      '#9cebda',
      '#63d8c4',
      '#35bfab',
      '#1aa391',
      '#118376',
      '#0f7268',
      '#0d5a53',
      '#0b4a45',
    ],
    dark: [
      '#dce0e6',
      '#b6bec9',
      '#929cab',
      '#6b7584',
      '#333a44',
      '#262c35',
      '#1b2027',
      '#14171c',
      '#0f1216',
      '#0b0d10',
    ],
  },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono', ui-monospace, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '1rem', lg: '1.25rem', xl: '1.75rem' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.4', xl: '1.25' },
  spacing: { xs: '0.25rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.4' },
      h2: { fontSize: '1rem', lineHeight: '1.5' },
      h3: { fontSize: '0.875rem', lineHeight: '1.45' },
    },
  },
  components: {
    Anchor: Anchor.extend({ defaultProps: { underline: 'hover', size: 'sm' } }),
    Button: Button.extend({ defaultProps: { size: 'sm', fw: 500 } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, transitionProps: { duration: 120 } },
      styles: { title: { fontWeight: 600, lineHeight: 1.4 } },
    }),
    Popover: Popover.extend({ defaultProps: { transitionProps: { duration: 100 } } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'sm' } }),
    Table: Table.extend({ defaultProps: { horizontalSpacing: 'md', verticalSpacing: 0 } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, transitionProps: { duration: 100 } } }),
  },
})

/** Text that is meant to step back still has a contrast of 4.5 to 1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5a6470',
    '--mantine-color-placeholder': '#69737f',
    '--mantine-color-error': '#c02626',
    '--mantine-color-body': '#ffffff',
    '--page-background': '#f6f7f9',
    '--hairline': '#e2e6ea',
    '--row-hover': '#f1f4f6',
  },
  dark: {
    '--mantine-color-dimmed': '#929cab',
    '--mantine-color-placeholder': '#8a94a3',
    '--mantine-color-error': '#ff8a80',
    '--mantine-color-body': '#14171c',
    '--page-background': '#0b0d10',
    '--hairline': '#262c35',
    '--row-hover': '#1b2027',
  },
})
