import { readFile, rename } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';

const count = z.number().min(0);
const usageSchema = z.strictObject({
  requests: count,
  failed: count,
  promptTokens: count,
  completionTokens: count,
  /** Of the tokens above, those that no endpoint counted. */
  estimatedTokens: count,
  durationMs: count,
});
export type Usage = z.output<typeof usageSchema>;

export interface FeatureUsage extends Usage {
  readonly feature: string;
}

export interface UsageReport {
  /** The first day that is kept. */
  readonly since: string | undefined;
  readonly total: Usage;
  /** The last 30 days, most tokens first. */
  readonly features: readonly FeatureUsage[];
  readonly today: Usage;
}

export interface UsageBook {
  add(feature: string, used: Partial<Usage>): void;
  /** Of the last `days`, today included. */
  report(days?: number): Promise<UsageReport>;
  /** Waits until all is written. */
  close(): Promise<void>;
}

const daysKept = 400;
/** What a feature calls itself comes from our own code; a fault there must not fill the disk. */
const mostFeatures = 100;

const fileSchema = z.strictObject({
  version: z.literal(1),
  days: z.record(z.string(), z.record(z.string(), usageSchema)),
});
type Days = Record<string, Record<string, Usage>>;

/** Tokens and time by day and feature, in a file of the data directory. */
export function openUsageBook(
  file: string | undefined,
  { clock, logger }: { clock: Clock; logger: Logger },
): UsageBook {
  let days: Days | undefined;
  let reading: Promise<Days> | undefined;
  let writing: Promise<void> | undefined;
  let dirty = false;
  const early: (() => void)[] = [];

  async function load(): Promise<Days> {
    if (file === undefined) return {};
    try {
      return fileSchema.parse(JSON.parse(await readFile(file, 'utf8'))).days;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      const aside = `${file}.unreadable-${clock.now().replaceAll(/[^0-9]/g, '')}`;
      logger.error(
        { file, aside, err: error },
        'the counts of the language model cannot be read and were set aside',
      );
      await rename(file, aside).catch(() => {});
      return {};
    }
  }

  async function loaded(): Promise<Days> {
    reading ??= load().then((found) => {
      days = found;
      for (const add of early.splice(0)) add();
      return found;
    });
    return reading;
  }

  function write(): void {
    dirty = true;
    writing ??= (async () => {
      const all = await loaded();
      while (dirty) {
        dirty = false;
        if (file === undefined) break;
        for (const day of Object.keys(all).toSorted().slice(0, -daysKept)) delete all[day];
        try {
          await writeFileAtomic(file, `${JSON.stringify({ version: 1, days: all })}\n`, { mode: 0o600 });
        } catch (error) {
          logger.error({ file, err: error }, 'the counts of the language model cannot be written');
        }
      }
      writing = undefined;
    })();
  }

  const addNow = (all: Days, day: string, feature: string, used: Partial<Usage>) => {
    const features = (all[day] ??= {});
    const name =
      Object.hasOwn(features, feature) || Object.keys(features).length < mostFeatures ? feature : 'other';
    features[name] = sum(features[name] ?? none(), used);
  };

  return {
    add(feature, used) {
      const day = clock.now().slice(0, 10);
      if (days) addNow(days, day, feature, used);
      else early.push(() => addNow(days ?? {}, day, feature, used));
      write();
    },
    async report(span = 30) {
      const all = await loaded();
      const today = clock.now().slice(0, 10);
      const from = new Date(Date.parse(`${today}T00:00:00Z`) - (span - 1) * 86_400_000)
        .toISOString()
        .slice(0, 10);
      const features = new Map<string, Usage>();
      for (const [day, used] of Object.entries(all)) {
        if (day < from) continue;
        for (const [name, one] of Object.entries(used))
          features.set(name, sum(features.get(name) ?? none(), one));
      }
      return {
        since: Object.keys(all).toSorted()[0],
        total: [...features.values()].reduce(sum, none()),
        today: Object.values(all[today] ?? {}).reduce(sum, none()),
        features: [...features]
          .map(([feature, used]) => ({ feature, ...used }))
          .toSorted((a, b) => tokensOf(b) - tokensOf(a) || a.feature.localeCompare(b.feature, 'en')),
      };
    },
    async close() {
      await writing;
    },
  };
}

const tokensOf = (used: Usage) => used.promptTokens + used.completionTokens;

function none(): Usage {
  return { requests: 0, failed: 0, promptTokens: 0, completionTokens: 0, estimatedTokens: 0, durationMs: 0 };
}

function sum(a: Usage, b: Partial<Usage>): Usage {
  return {
    requests: a.requests + (b.requests ?? 0),
    failed: a.failed + (b.failed ?? 0),
    promptTokens: a.promptTokens + (b.promptTokens ?? 0),
    completionTokens: a.completionTokens + (b.completionTokens ?? 0),
    estimatedTokens: a.estimatedTokens + (b.estimatedTokens ?? 0),
    durationMs: a.durationMs + (b.durationMs ?? 0),
  };
}
