import type { Settings } from '../shared/model/settings.ts';
import type { FindingSettings } from './findings/settings.ts';

/** The site's thresholds, with what follows from its other settings. */
export function findingSettings({ findings, collection }: Settings): FindingSettings {
  return {
    ...findings,
    // Data is old by the interval at which this site collects.
    IN01: { intervalMinutes: collection.intervalMinutes, ...findings['IN01'] },
  };
}
