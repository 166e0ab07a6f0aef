export { aboutQuery, meQuery } from './api'
export { SignInForm } from './components/sign-in-form'
export { UserMenu } from './components/user-menu'
export { useText as useAuthText } from './messages'
