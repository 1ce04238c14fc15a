import { instant, type Instant } from '../../../shared/model/ids.ts';
import { domains } from '../../../shared/model/kind.ts';
import { entityKinds, kindDefinition } from '../../../shared/model/kinds/registry.ts';
import type { App } from '../../app.ts';
import { DomainError } from '../../platform/errors.ts';
import type { Handler } from '../handler.ts';
import { recentEnough } from './recent-enough.ts';

export const changes: Handler<'overview.changes'> = async ({ from, to, buckets, groupBy }, { app }) => {
  if (from >= to) {
    throw new DomainError('invalid-range', `Changes from ${from} to ${to} were asked for.`, {
      hint: 'The range begins before it ends.',
    });
  }
  const start = Date.parse(from);
  const length = (Date.parse(to) - start) / buckets;
  const edges = Array.from({ length: buckets + 1 }, (_, i) => instant(Math.round(start + i * length)));
  const keys = groupBy === 'class' ? classes : documented;
  const counts =
    recentEnough(from, app.clock.now(), app.settings.documents.changeDays) === from
      ? await countRecent(app, { from, to, start, length, buckets, groupBy })
      : await countStored(app, edges, groupBy);
  const series = keys
    .map((key) => {
      const own = counts.get(key) ?? Array.from({ length: buckets }, () => 0);
      return { key, counts: own, total: own.reduce((sum, value) => sum + value, 0) };
    })
    .filter(({ total }) => total > 0);
  return {
    from,
    to,
    starts: edges.slice(0, buckets),
    series,
    total: series.reduce((sum, { total }) => sum + total, 0),
  };
};

const classes = ['configuration', 'placement'] as const;
const documented = domains.filter((domain) => domain !== 'infrastructure');

type Counts = Map<string, number[]>;

async function countRecent(
  app: App,
  range: {
    readonly from: Instant;
    readonly to: Instant;
    readonly start: number;
    readonly length: number;
    readonly buckets: number;
    readonly groupBy: 'class' | 'domain';
  },
): Promise<Counts> {
  const { from, to, start, length, buckets, groupBy } = range;
  const view = await app.inventory.view();
  const counts: Counts = new Map();
  for (const change of view.changesSince(from)) {
    if (change.at > to || change.kind === 'finding') continue;
    const key = groupBy === 'class' ? change.class : kindDefinition(change.kind).domain;
    let own = counts.get(key);
    if (!own) counts.set(key, (own = Array.from({ length: buckets }, () => 0)));
    const bucket = Math.min(buckets - 1, Math.floor((Date.parse(change.at) - start) / length));
    own[bucket] = (own[bucket] ?? 0) + 1;
  }
  return counts;
}

/** Counted by the store, bucket by bucket: older changes are not in memory. */
async function countStored(
  app: App,
  edges: readonly Instant[],
  groupBy: 'class' | 'domain',
): Promise<Counts> {
  const kindsOf = (domain: string) =>
    entityKinds.filter((kind) => kind !== 'finding' && kindDefinition(kind).domain === domain);
  const everything = entityKinds.filter((kind) => kind !== 'finding');
  const counts: Counts = new Map();
  for (const key of groupBy === 'class' ? classes : documented) {
    const own: number[] = [];
    for (const [i, begin] of edges.slice(0, -1).entries()) {
      const end = edges[i + 1] ?? begin;
      const isLast = i === edges.length - 2;
      own.push(
        await app.store.changes.count({
          selector: {
            at: { $gte: begin, ...(isLast ? { $lte: end } : { $lt: end }) },
            kind: { $in: groupBy === 'class' ? everything : kindsOf(key) },
            ...(groupBy === 'class' && { class: key as (typeof classes)[number] }),
          },
        }),
      );
    }
    counts.set(key, own);
  }
  return counts;
}
