export { DistributionSettings } from './components/distribution-settings'
export { MyTraining } from './components/my-training'
export { TrainingSettings } from './components/training-settings'
