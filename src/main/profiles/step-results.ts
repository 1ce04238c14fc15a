/** One thing of a list, and what it was found in or asked for. */
export interface StepItem {
  readonly value: unknown;
  readonly parent?: StepItem;
  /** The part of the source that it belongs to, where its step says so. */
  readonly partition?: string;
}

export interface StepResult {
  readonly step: string;
  readonly items: readonly StepItem[];
  /** Why it is not all of it; undefined when it is, but for `failedPartitions`. */
  readonly failure?: string;
  readonly failedPartitions: ReadonlyMap<string, string>;
  readonly calls: number;
  readonly pages: number;
}

/** What stands behind `$name` in expressions. */
export type Bindings = Readonly<Record<string, unknown>>;

/** The lists that were read so far, and how expressions look into them. */
export interface StepResults {
  get(step: string): StepResult | undefined;
  add(result: StepResult): void;
  all(): readonly StepResult[];
  bindings(of?: StepItem): Bindings;
}

export function createStepResults(source: string, startedAt: string): StepResults {
  const results = new Map<string, StepResult>();
  const indexes = new Map<string, ReadonlyMap<string, unknown>>();

  /** The first thing of a step whose member says this; a list is looked at once for each member. */
  const find = (step: unknown, path: unknown, value: unknown): unknown => {
    if (typeof step !== 'string' || typeof path !== 'string') return undefined;
    const wanted = keyOf(value);
    if (wanted === undefined) return undefined;
    const key = `${step} ${path}`;
    let index = indexes.get(key);
    if (!index) {
      index = indexed(results.get(step)?.items ?? [], path);
      indexes.set(key, index);
    }
    return index.get(wanted);
  };
  const items = (step: unknown): unknown =>
    typeof step === 'string' ? (results.get(step)?.items ?? []).map(({ value }) => value) : undefined;

  return {
    get: (step) => results.get(step),
    add: (result) => results.set(result.step, result),
    all: () => [...results.values()],
    bindings(item) {
      const parents: unknown[] = [];
      for (let at = item?.parent; at; at = at.parent) parents.push(at.value);
      return { parent: parents[0], parents, source, startedAt, find, items };
    },
  };
}

function indexed(items: readonly StepItem[], path: string): ReadonlyMap<string, unknown> {
  const members = path.split('.');
  const index = new Map<string, unknown>();
  for (const { value } of items) {
    let at: unknown = value;
    for (const member of members) {
      at =
        typeof at === 'object' && at !== null && Object.hasOwn(at, member)
          ? (at as Readonly<Record<string, unknown>>)[member]
          : undefined;
    }
    const key = keyOf(at);
    if (key !== undefined && !index.has(key)) index.set(key, value);
  }
  return index;
}

/** Numbers and texts of the same digits are the same: servers give ids as either. */
function keyOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
