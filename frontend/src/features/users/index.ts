export { UserList } from './components/user-list'
export { useText as useUserText } from './messages'
