export { inReadingOrder, myPackagesQuery, useClaimPackage } from './api'
export { MyPackages } from './components/my-packages'
export { NextPackage } from './components/next-package'
export { PackageList } from './components/package-list'
