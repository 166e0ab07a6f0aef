/** The account that the server makes at its first start; for these tests' throw-away server only. */
export const administrator = { email: 'admin@e2e.example', password: 'only-for-this-test-run' }
