/** All in milliseconds; specifications are quicker. */
export interface SyncTiming {
  readonly heartbeat: number;
  readonly firstRetry: number;
  readonly longestRetry: number;
  /** How often a station says how far it has got, and looks whether the database is still the same. */
  readonly mark: number;
  readonly recognise: number;
  /** Between two attempts with a password that was refused. */
  readonly refused: number;
}

export const usualTiming: SyncTiming = {
  heartbeat: 10_000,
  firstRetry: 500,
  longestRetry: 30_000,
  mark: 30_000,
  recognise: 60_000,
  refused: 60_000,
};
