import type { Settings } from '../shared/model/settings.ts';
import { findingRules } from './findings/registry.ts';
import { findingSettingsProblems } from './findings/settings.ts';
import { jobNames } from './jobs.ts';
import { DomainError } from './platform/errors.ts';
import { loadSchedule } from './scheduler/schedule-settings.ts';
import { webhookProblems } from './tickets/intake/webhook-expression.ts';

/** What no schema of a single value can tell: rules and jobs that do not exist, thresholds, schedules and mappings that do not fit. */
export function settingsProblems(settings: Settings): readonly string[] {
  return [
    ...findingSettingsProblems(findingRules, settings.findings),
    ...scheduleProblems(settings),
    ...webhookProblems(settings.tickets.webhooks),
  ];
}

export function scheduleProblems(settings: Settings): readonly string[] {
  try {
    const { jobs } = loadSchedule(settings.schedule);
    return Object.keys(jobs)
      .filter((name) => !jobNames.includes(name))
      .map((name) => `schedule.jobs.${name}: there is no such job; jobs are ${jobNames.join(', ')}`);
  } catch (error) {
    if (error instanceof DomainError) return [error.message];
    throw error;
  }
}
