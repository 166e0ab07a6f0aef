export { aboutQuery, meQuery } from './api'
export { SignInForm } from './components/sign-in-form'
export { UserMenu } from './components/user-menu'
