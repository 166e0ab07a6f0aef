import { LinkButton } from '@/components/links'
import { Empty } from '@/components/states'
import { useText } from '../messages'

export function NotFoundPage() {
  const t = useText()
  return (
    <Empty title={t('notFound.title')} action={<LinkButton to="/">{t('notFound.action')}</LinkButton>}>
      {t('notFound.text')}
    </Empty>
  )
}
