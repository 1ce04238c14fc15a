import type { LabRandom, LabTool } from './domain.ts';

/** A next page that no tool ever gave. */
const endlessToken = 'lab-endless-';

/** Without the argument that names the page: what was asked for is the first page. */
export function firstPageArguments(tool: LabTool, args: Record<string, unknown>): Record<string, unknown> {
  const page = pageArgument(tool);
  return page === undefined ? args : Object.fromEntries(Object.entries(args).filter(([key]) => key !== page));
}

/** A page token of ours may come back after the fault has been lifted: it then means the first page. */
export function withoutEndlessToken(tool: LabTool, args: Record<string, unknown>): Record<string, unknown> {
  const page = pageArgument(tool);
  const token = page === undefined ? undefined : args[page];
  return typeof token === 'string' && token.startsWith(endlessToken) ? firstPageArguments(tool, args) : args;
}

export function namesAnotherPage(
  tool: LabTool,
  structured: Record<string, unknown>,
  turn: number,
): Record<string, unknown> {
  if (pageArgument(tool) === undefined) return structured;
  const path = (tool.paging?.next ?? 'nextCursor').split('.');
  return withPath(structured, path, `${endlessToken}${turn}`);
}

function pageArgument(tool: LabTool): string | undefined {
  if (tool.paging) return tool.paging.argument;
  return Object.keys(tool.input.shape).find((key) =>
    /cursor|continue|page_?token|next|offset|start/i.test(key),
  );
}

function withPath(
  object: Record<string, unknown>,
  [head, ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  if (head === undefined) return object;
  const inner = object[head];
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return {
    ...object,
    [head]: rest.length === 0 ? value : withPath(isObject ? { ...inner } : {}, rest, value),
  };
}

/** A copy in which about every third record has one member of the wrong type, or missing. */
export function malform(structured: Record<string, unknown>, random: LabRandom): Record<string, unknown> {
  const copy = structuredClone(structured);
  let damaged = false;
  const visit = (value: unknown) => {
    if (!Array.isArray(value)) return;
    for (const record of value) {
      if (typeof record !== 'object' || record === null || Array.isArray(record)) continue;
      if (random.chance(0.35)) {
        damageRecord(record as Record<string, unknown>, random);
        damaged = true;
      }
    }
  };
  for (const value of Object.values(copy)) visit(value);
  if (!damaged) damageRecord(copy, random);
  return copy;
}

function damageRecord(record: Record<string, unknown>, random: LabRandom): void {
  const keys = Object.keys(record);
  if (keys.length === 0) return;
  const key = random.pick(keys);
  if (random.chance(0.25)) {
    delete record[key];
    return;
  }
  const value = record[key];
  if (typeof value === 'number') record[key] = random.pick(['N/A', null, -1e308, [value]]);
  else if (typeof value === 'string') record[key] = random.pick([42, null, { value }, '\u0000\uFFFD']);
  else if (typeof value === 'boolean') record[key] = random.pick(['yes', 2, null]);
  else record[key] = random.pick(['?', 0, null]);
}
