import type { Profile, ProfilePaging, ProfileStep } from '../../shared/model/profile.ts';
import type { CompiledPaging, CompiledStep } from './compiled-profile.ts';
import { compileArguments, type Compile } from './compile-expressions.ts';
import type { Faults } from './faults.ts';

export interface Around {
  readonly source: Profile;
  readonly earlier: ReadonlySet<string>;
  readonly faults: Faults;
  readonly expressions: Compile;
}

export function compileStep(
  step: ProfileStep,
  path: readonly PropertyKey[],
  { source, earlier, faults, expressions }: Around,
): CompiledStep | undefined {
  const { arguments: args, where, items, key, failure, partition, paging, ...rest } = step;
  const before = faults.all.length;
  if (step.tool === undefined) {
    if (step.forEach === undefined || items === undefined) {
      faults.add(
        path,
        'expected `tool`, or `forEach` and `items`: what it takes from the items of another step',
      );
    }
    for (const name of ['paging', 'failure'] as const) {
      if (step[name] !== undefined) faults.add([...path, name], 'only a step that calls a tool has it');
    }
  } else checkTool(faults, [...path, 'tool'], source, step.tool, 'read');
  if (step.forEach !== undefined && !earlier.has(step.forEach)) {
    faults.add([...path, 'forEach'], `there is no step "${step.forEach}" before this`);
  }
  for (const name of ['where', 'partition'] as const) {
    if (step[name] !== undefined && step.forEach === undefined)
      faults.add([...path, name], 'only a step with `forEach` has it');
  }
  if (paging && Object.hasOwn(args, paging.argument)) {
    faults.add([...path, 'arguments', paging.argument], 'paging sets this argument');
  }
  const optional = (name: string, text: string | undefined, over: 'item' | 'answer') =>
    text === undefined ? {} : { [name]: expressions([...path, name], text, over) };
  const compiled: CompiledStep = {
    ...rest,
    arguments: compileArguments(args, [...path, 'arguments'], expressions),
    ...optional('where', where, 'item'),
    ...optional('items', items, 'answer'),
    ...optional('key', key, 'item'),
    ...optional('failure', failure, 'answer'),
    ...optional('partition', partition, 'item'),
    ...(paging && { paging: compilePaging(paging, [...path, 'paging'], expressions) }),
  };
  return faults.all.length === before ? compiled : undefined;
}

function compilePaging(
  paging: ProfilePaging,
  path: readonly PropertyKey[],
  expressions: Compile,
): CompiledPaging {
  const over = (name: string, text: string) => expressions([...path, name], text, 'answer');
  switch (paging.by) {
    case 'cursor':
      return { ...paging, next: over('next', paging.next) };
    case 'offset': {
      const { total, ...rest } = paging;
      return { ...rest, ...(total !== undefined && { total: over('total', total) }) };
    }
    case 'page': {
      const { total, pages, more, ...rest } = paging;
      return {
        ...rest,
        ...(total !== undefined && { total: over('total', total) }),
        ...(pages !== undefined && { pages: over('pages', pages) }),
        ...(more !== undefined && { more: over('more', more) }),
      };
    }
    default:
      return paging satisfies never;
  }
}

export function checkTool(
  faults: Faults,
  path: readonly PropertyKey[],
  { tools }: Profile,
  tool: string,
  needed: 'read' | 'write',
): void {
  const is = Object.hasOwn(tools, tool) ? tools[tool] : undefined;
  if (is === undefined)
    faults.add(path, `"${tool}" is not among \`tools\`: say there whether it is read, as-written or write`);
  else if ((is === 'write') !== (needed === 'write')) {
    faults.add(
      path,
      needed === 'read'
        ? `"${tool}" is classified as write: only tools that change nothing are called here`
        : `"${tool}" is classified as ${is}: what an action calls to change something is classified as write`,
    );
  }
}
