import { isDeepStrictEqual } from 'node:util';
import type { Settings } from '../shared/model/settings.ts';
import { createListeners } from './platform/listeners.ts';
import type { Logger } from './platform/logger.ts';
import { loadSchedule, type ScheduleSettings } from './scheduler/schedule-settings.ts';

export interface SettingsChange {
  /** operator: through the application; file: config.yaml was edited beside it. */
  readonly by: 'operator' | 'file';
  /** Top-level or second-level names that differ: `collection.concurrency`, `findings.VS11`. */
  readonly paths: readonly string[];
  /** Set when an edited file cannot be used: what was in force stays so. */
  readonly problem?: string;
}

/** What is in force now, and who is told when that changes. Features read it at the moment of use. */
export interface LiveSettings {
  readonly current: Settings;
  /** Defaults and the site's changes together. */
  readonly schedule: ScheduleSettings;
  /** @throws DomainError invalid-schedule, and nothing has changed */
  apply(next: Settings, by: SettingsChange['by']): void;
  /** Says that an edited file cannot be used. */
  refuse(problem: string): void;
  readonly problem: string | undefined;
  onChanged(listener: (change: SettingsChange) => void): () => void;
}

export function createLiveSettings(
  initial: Settings,
  logger: Logger,
  applied: (before: { settings: Settings; schedule: ScheduleSettings }) => void,
): LiveSettings {
  let current = initial;
  let schedule = loadSchedule(initial.schedule);
  let problem: string | undefined;
  const listeners = createListeners<SettingsChange>((error) =>
    logger.error({ err: error }, 'a listener of the settings failed'),
  );
  return {
    get current() {
      return current;
    },
    get schedule() {
      return schedule;
    },
    get problem() {
      return problem;
    },
    apply(next, by) {
      const paths = differences(current, next);
      const mended = problem !== undefined;
      if (paths.length === 0 && !mended) return;
      const before = { settings: current, schedule };
      schedule = loadSchedule(next.schedule);
      current = next;
      problem = undefined;
      try {
        applied(before);
      } catch (error) {
        current = before.settings;
        schedule = before.schedule;
        throw error;
      }
      logger.info({ paths, by }, 'settings have changed');
      listeners.emit({ by, paths });
    },
    refuse(reason) {
      if (problem === reason) return;
      problem = reason;
      logger.error(
        { problem: reason },
        'config.yaml was edited and cannot be used; what was in force stays so',
      );
      listeners.emit({ by: 'file', paths: [], problem: reason });
    },
    onChanged: (listener) => listeners.add(listener),
  };
}

function differences(before: Settings, after: Settings): string[] {
  return Object.keys({ ...before, ...after }).flatMap((name) => {
    const a: unknown = Reflect.get(before, name);
    const b: unknown = Reflect.get(after, name);
    if (isDeepStrictEqual(a, b)) return [];
    if (!isObject(a) || !isObject(b)) return [name];
    return [...new Set([...Object.keys(a), ...Object.keys(b)])]
      .filter((member) => !isDeepStrictEqual(a[member], b[member]))
      .map((member) => `${name}.${member}`);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
