export { WebhookList } from './components/webhook-list'
