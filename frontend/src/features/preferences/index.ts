export { PreferencesForm } from './components/preferences-form'
