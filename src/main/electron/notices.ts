import type { EntityOf } from '../../shared/model/entity.ts';
import type { CollectionRun, JobRun } from '../../shared/model/run.ts';
import type { Texts } from './texts.ts';

/** Something that a person away from the window should see, and where it is shown in full. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Address inside the application. */
  readonly path: string;
}

/** What notices come from; an application satisfies it. */
export interface NoticeSource {
  readonly criticalFindings: () => Promise<readonly EntityOf<'finding'>[]>;
  /** Told after findings were judged again. */
  readonly onJudged: (listener: () => void) => () => void;
  /** The newest run of each source and domain, where that one failed. */
  readonly failedRuns: () => Promise<readonly CollectionRun[]>;
  readonly onJobChanged: (listener: (run: JobRun) => void) => () => void;
}

/** Names in one notice; the screen that it opens has the rest. */
const mostNames = 3;

/**
 * Tells of findings that became critical and of collections that failed. What was so before is old news, and so is a
 * failure that only repeats the one before it.
 */
export function watchNotices(
  source: NoticeSource,
  texts: Texts['notices'],
  tell: (notice: Notice) => void,
  onProblem: (error: unknown) => void,
): () => void {
  let critical = new Set<string>();
  let failing = new Set<string>();
  const failingJobs = new Set<string>();
  let looking: Promise<void> = Promise.resolve();
  const soon = (look: () => Promise<void>) => {
    looking = looking.then(look).catch(onProblem);
  };
  soon(async () => {
    critical = new Set((await source.criticalFindings()).map(({ id }) => id));
    failing = new Set((await source.failedRuns()).map(keyOf));
  });

  async function lookAtFindings(): Promise<void> {
    const now = await source.criticalFindings();
    const fresh = now.filter(({ id }) => !critical.has(id));
    critical = new Set(now.map(({ id }) => id));
    const [first] = fresh;
    if (first === undefined) return;
    tell({
      title: fresh.length === 1 ? texts.criticalFinding : texts.criticalFindings(fresh.length),
      body: shortList(fresh.map(({ attributes: { title, object } }) => `${object}: ${title}`)),
      path:
        fresh.length === 1
          ? `/inventory/entity/${encodeURIComponent(first.id)}`
          : `/inventory?filter=${encodeURIComponent('kind:finding severity:critical')}`,
    });
  }

  async function lookAtRuns(run: JobRun): Promise<void> {
    const now = await source.failedRuns();
    const fresh = now.filter((failed) => !failing.has(keyOf(failed)));
    failing = new Set(now.map(keyOf));
    const failed = run.outcome === 'failed' || run.outcome === 'timed-out';
    const freshJob = failed && !failingJobs.has(run.job);
    if (failed) failingJobs.add(run.job);
    else failingJobs.delete(run.job);
    if (fresh.length > 0) {
      tell({
        title: texts.collectionFailed,
        body: shortList(
          fresh.map(
            ({ source: from, domain, error, outcome }) => `${from}/${domain}: ${error?.message ?? outcome}`,
          ),
        ),
        path: `/activity?run=${encodeURIComponent(fresh.length === 1 ? (fresh[0]?.id ?? run.id) : run.id)}`,
      });
    } else if (freshJob) {
      tell({
        title: texts.collectionFailed,
        body: run.error?.message ?? run.summary ?? run.job,
        path: `/activity?run=${encodeURIComponent(run.id)}`,
      });
    }
  }

  const stopJudged = source.onJudged(() => soon(lookAtFindings));
  const stopJobs = source.onJobChanged((run) => {
    if (run.queue !== 'data-collection' || run.finishedAt === undefined) return;
    soon(() => lookAtRuns(run));
  });
  return () => {
    stopJudged();
    stopJobs();
  };
}

function keyOf({ source, domain }: CollectionRun): string {
  return `${source}/${domain}`;
}

function shortList(lines: readonly string[]): string {
  const rest = lines.length - mostNames;
  return [...lines.slice(0, mostNames), ...(rest > 0 ? [`+ ${rest}`] : [])].join('\n');
}
