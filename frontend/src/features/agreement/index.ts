export { AgreementView } from './components/agreement-view'
export { useText as useAgreementText } from './messages'
