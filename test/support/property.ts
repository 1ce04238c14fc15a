/** Set by `npm run test:long`: thousands of histories and hundreds of kills instead of a sample of them. */
export const longRun = process.env['DATACENTER_DOCS_LONG'] !== undefined;

/** How many cases a property is tried on. fast-check prints the seed of a failure. */
export function propertyRuns(short: number, long: number): number {
  const given = process.env['DATACENTER_DOCS_RUNS'];
  if (given !== undefined) return Number(given);
  return longRun ? long : short;
}
