import { Stack, Text, UnstyledButton } from '@mantine/core'
import type { About } from '@/api/types'
import { useText } from '../messages'
import classes from './demo-accounts.module.css'

type Account = About['demo_accounts'][number]

interface DemoAccountsProps {
  accounts: Account[]
  onChoose: (credentials: { email: string; password: string }) => void
}

/** Only on a demonstration server, which makes these accounts public itself. */
export function DemoAccounts({ accounts, onChoose }: DemoAccountsProps) {
  const t = useText()
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {t('demo')}
      </Text>
      {accounts.map(({ email, password, role }) => (
        <UnstyledButton
          key={email}
          className={classes['account']}
          onClick={() => onChoose({ email, password })}
        >
          <span>{email}</span>
          <span className={classes['role']}>{role}</span>
        </UnstyledButton>
      ))}
    </Stack>
  )
}
