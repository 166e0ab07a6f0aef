/** On a machine that is busy with other things: E2E_PATIENCE=4 waits four times as long. */
export const patience = Number(process.env['E2E_PATIENCE'] ?? 1)
