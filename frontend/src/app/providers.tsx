import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { Suspense, type ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { Toasts } from '@/components/toasts'
import { i18n } from '@/lib/i18n'
import { cssVariables, theme } from './theme'

export function Providers({ queryClient, children }: { queryClient: QueryClient; children: ReactNode }) {
  return (
    <I18nextProvider i18n={i18n}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <QueryClientProvider client={queryClient}>
          {/* Words of another language may be on their way. */}
          <Suspense fallback={null}>
            {children}
            <Toasts />
          </Suspense>
        </QueryClientProvider>
      </MantineProvider>
    </I18nextProvider>
  )
}
