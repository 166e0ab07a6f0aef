export { TokenList } from './components/token-list'
