/** @param timeZone as in Preferences. @returns undefined for the workstation's own */
export function zoneOf(timeZone: string): string | undefined {
  if (timeZone === 'local') return undefined;
  return timeZone === 'utc' ? 'UTC' : timeZone;
}

/** What the zone is called: `UTC`, `Europe/Berlin`. */
export function zoneLabel(timeZone: string): string {
  return zoneOf(timeZone) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
