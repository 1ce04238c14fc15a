/** What scripts can rely on. Printed by `--help`. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** Some of it was done: a source failed, others did not. */
  partial: 3,
  /** What was named does not exist. */
  notFound: 4,
  /** Another process holds the data directory, and cannot be asked instead. */
  locked: 5,
  /** A server's command or tools have not been accepted. */
  untrusted: 6,
  cancelled: 130,
} as const;

const lockedCodes: readonly string[] = [
  'data-dir-locked',
  'contract-differs',
  'attach-refused',
  'attach-file-unsafe',
  'holder-silent',
];

export function exitCodeOf(code: string): number {
  if (lockedCodes.includes(code)) return exitCodes.locked;
  if (code === 'untrusted' || code === 'profile-tools-not-accepted') return exitCodes.untrusted;
  if (code === 'cancelled') return exitCodes.cancelled;
  if (code === 'usage') return exitCodes.usage;
  if (code === 'unknown-method') return exitCodes.failed;
  if (code.endsWith('not-found') || code.startsWith('unknown-')) return exitCodes.notFound;
  return exitCodes.failed;
}
