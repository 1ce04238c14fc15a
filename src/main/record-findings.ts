import type { ObservedFindings } from './findings/service.ts';
import type { Inventory } from './inventory/inventory.ts';
import { validateRecord } from './inventory/record.ts';

/** The source that findings are recorded under, as if a collector had observed them. */
export const findingsSource = 'findings';

/** Writes what an evaluation found as a run of its own: history, first seen and time travel come with that. */
export async function recordFindings(inventory: Inventory, observed: ObservedFindings): Promise<void> {
  const run = await inventory.beginRun({
    source: findingsSource,
    domain: 'infrastructure',
    adapter: 'rules',
    simulated: observed.simulated,
  });
  try {
    const valid = [];
    for (const record of observed.records) {
      const validation = validateRecord('finding', record);
      if (validation.ok) valid.push(validation.record);
      else run.reject(validation.reject);
    }
    await run.observe('finding', valid);
    for (const rule of observed.complete) run.complete('finding', rule);
    for (const { rule, reason } of observed.failed) run.failed('finding', rule, reason);
    for (const { what, reason } of observed.unavailable) run.unavailable(what, reason);
  } catch (error) {
    await run.finish({
      error: { code: 'findings-failed', message: error instanceof Error ? error.message : String(error) },
    });
    throw error;
  }
  await run.finish();
}
