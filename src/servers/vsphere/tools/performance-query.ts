import { ToolFailure } from '../../shared/tool-failure.ts';
import type { ManagedRef } from '../connection/managed-ref.ts';
import { element, optional, reference } from '../connection/markup.ts';
import type { XmlElement } from '../connection/xml-element.ts';
import type { Vsphere } from '../vsphere.ts';

export interface Counter {
  readonly id: number;
  /** `cpu.ready.summation` */
  readonly name: string;
  readonly unit: string;
  readonly says: string | undefined;
  /** 1 to 4: kept in history from this statistics level on. */
  readonly level: number | undefined;
}

export interface PerformanceQuery {
  readonly entities: readonly ManagedRef[];
  readonly counters: readonly Counter[];
  /** `''` the whole object, `*` each of its parts. */
  readonly instance: string;
  /** Seconds of one sample: 20 for the last hour, 300 and more for history. */
  readonly intervalSeconds: number;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly maxSamples?: number | undefined;
}

export interface EntityMetrics {
  readonly entity: string;
  readonly times: readonly string[];
  readonly series: readonly {
    readonly counter: Counter;
    readonly instance: string;
    readonly values: readonly number[];
  }[];
}

/** Entities asked for at once: vCenter bounds what one query may cost its database. */
const batch = 50;
export const realtimeSeconds = 20;

const known = new WeakMap<Vsphere, Promise<readonly Counter[]>>();

/** Every counter that the server keeps; they do not change while it runs. */
export function countersOf(vsphere: Vsphere): Promise<readonly Counter[]> {
  const found = known.get(vsphere);
  if (found !== undefined) return found;
  const read = readCounters(vsphere);
  known.set(vsphere, read);
  read.catch(() => known.delete(vsphere));
  return read;
}

async function readCounters(vsphere: Vsphere): Promise<Counter[]> {
  const manager = await vsphere.session.service('perfManager');
  const { at } = await vsphere.reader.readOne(manager, ['perfCounter']);
  return at.all('perfCounter').flatMap((counter) => {
    const id = counter.number('key');
    const parts = [counter.text('groupInfo.key'), counter.text('nameInfo.key'), counter.text('rollupType')];
    if (id === undefined || parts.includes(undefined)) return [];
    return [
      {
        id,
        name: parts.join('.'),
        unit: counter.text('unitInfo.key') ?? 'number',
        says: counter.text('nameInfo.summary'),
        level: counter.number('level'),
      },
    ];
  });
}

/** @throws ToolFailure that names near ones, when a counter does not exist */
export async function countersNamed(vsphere: Vsphere, names: readonly string[]): Promise<Counter[]> {
  const counters = await countersOf(vsphere);
  return names.map((name) => {
    const counter = counters.find((one) => one.name === name);
    if (counter !== undefined) return counter;
    const group = name.split('.')[0] ?? '';
    const near = counters.filter((one) => one.name.startsWith(`${group}.`)).map((one) => one.name);
    throw new ToolFailure(
      `There is no counter "${name}". ${near.length > 0 ? `Of its group there are: ${near.slice(0, 20).join(', ')}.` : 'list_counters has them all.'}`,
    );
  });
}

export async function queryPerformance(
  vsphere: Vsphere,
  query: PerformanceQuery,
  signal: AbortSignal,
): Promise<EntityMetrics[]> {
  const manager = await vsphere.session.service('perfManager');
  const batches: (readonly ManagedRef[])[] = [];
  for (let i = 0; i < query.entities.length; i += batch) batches.push(query.entities.slice(i, i + batch));
  const answers = await Promise.all(
    batches.map((entities) =>
      vsphere.session.call(
        'QueryPerf',
        manager,
        entities.map((entity) => querySpec(entity, query)),
        signal,
      ),
    ),
  );
  const byId = new Map(query.counters.map((counter) => [counter.id, counter]));
  return answers.flatMap((answer) => answer.all('returnval').flatMap((one) => readMetrics(one, byId)));
}

/** Member order is the schema's. */
function querySpec(entity: ManagedRef, query: PerformanceQuery) {
  return element('querySpec', [
    reference('entity', entity),
    ...optional('startTime', query.start),
    ...optional('endTime', query.end),
    ...optional('maxSample', query.maxSamples),
    ...query.counters.map(({ id }) =>
      element('metricId', [element('counterId', id), element('instance', query.instance)]),
    ),
    element('intervalId', query.intervalSeconds),
    element('format', 'normal'),
  ]);
}

function readMetrics(answer: XmlElement, counters: ReadonlyMap<number, Counter>): EntityMetrics[] {
  const entity = answer.ref('entity')?.value;
  if (entity === undefined) return [];
  return [
    {
      entity,
      times: answer.all('sampleInfo').map((sample) => sample.instant('timestamp') ?? ''),
      series: answer.all('value').flatMap((series) => {
        const counter = counters.get(series.number('id.counterId') ?? -1);
        if (counter === undefined) return [];
        // Percentages come as hundredths.
        const factor = counter.unit === 'percent' ? 0.01 : 1;
        return [
          {
            counter,
            instance: series.text('id.instance') ?? '',
            values: series.texts('value').map((text) => (Number(text) < 0 ? -1 : Number(text) * factor)),
          },
        ];
      }),
    },
  ];
}

/**
 * The newest real-time sample of counters for many objects. A server that keeps none of them, or will not say, gives
 * none: what is asked for beside an inventory must not fail it.
 */
export async function latestSamples(
  vsphere: Vsphere,
  entities: readonly ManagedRef[],
  names: readonly string[],
  signal: AbortSignal,
  instance = '',
): Promise<{ entity: string; counter: string; instance: string; intervalSeconds: number; value: number }[]> {
  if (entities.length === 0) return [];
  let metrics: EntityMetrics[];
  try {
    const counters = (await countersOf(vsphere)).filter(({ name }) => names.includes(name));
    if (counters.length === 0) return [];
    metrics = await queryPerformance(
      vsphere,
      { entities, counters, instance, intervalSeconds: realtimeSeconds, maxSamples: 1 },
      signal,
    );
  } catch (error) {
    if (signal.aborted || !(error instanceof ToolFailure)) throw error;
    return [];
  }
  return metrics.flatMap(({ entity, series }) =>
    series.flatMap(({ counter, instance, values }) => {
      const value = values.at(-1);
      return value === undefined
        ? []
        : [{ entity, counter: counter.name, instance, intervalSeconds: realtimeSeconds, value }];
    }),
  );
}
