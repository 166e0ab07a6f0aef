import { LinkButton } from '@/components/links'
import { Page } from '@/components/page'
import { Empty } from '@/components/states'
import { useText } from '../messages'

export function NotFoundPage() {
  const t = useText()
  return (
    <Page title={t('notFound.title')}>
      <Empty title={t('notFound.address')} action={<LinkButton to="/">{t('notFound.action')}</LinkButton>}>
        {t('notFound.text')}
      </Empty>
    </Page>
  )
}
