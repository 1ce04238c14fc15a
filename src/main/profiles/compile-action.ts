import type { Profile, ProfileAction } from '../../shared/model/profile.ts';
import type { CompiledExpression } from '../platform/expression.ts';
import { compileArguments, type Compile } from './compile-expressions.ts';
import { checkTool } from './compile-step.ts';
import type { CompiledAction, CompiledWriteCall, PureArgument } from './compiled-action.ts';
import type { CatalogueEntry } from './compiled-profile.ts';
import type { Faults } from './faults.ts';
import { pureExpression, template, type PureExpression, type Template } from './pure-expression.ts';

type Path = readonly PropertyKey[];

/** Names of a target that an action may go by. */
const targetNames = ['id', 'nativeId', 'name', 'partition', 'kind', 'attributes', 'labels'];

export function compileAction({
  id,
  action,
  profile,
  catalogue,
  faults,
  expressions,
}: {
  readonly id: string;
  readonly action: ProfileAction;
  readonly profile: Profile;
  readonly catalogue: readonly CatalogueEntry[];
  readonly faults: Faults;
  readonly expressions: Compile;
}): CompiledAction | undefined {
  const path: Path = ['actions', id];
  const before = faults.all.length;
  const entry = catalogue.find((one) => one.id === id);
  if (!entry) {
    faults.add(path, `the catalogue has no action "${id}"`);
    return undefined;
  }
  if (!profile.entities.some(({ kind }) => entry.targets.includes(kind))) {
    faults.add(path, `it is for ${entry.targets.join(' or ')}, and this profile collects none`);
  }
  if (entry.reversibility.is === 'reversible' && !action.rollback) {
    faults.add(path, 'the catalogue says that it can be taken back: expected `rollback`');
  }
  if (entry.reversibility.is === 'irreversible' && action.rollback) {
    faults.add([...path, 'rollback'], 'the catalogue says that it cannot be taken back');
  }
  const known: Readonly<Record<string, readonly string[]>> = {
    target: targetNames,
    parameters: Object.keys(entry.parameters.shape),
    now: Object.keys(action.read.facts),
    before: Object.keys(action.read.facts),
  };
  const pure = (at: Path, text: string, scope: readonly string[]): PureExpression | undefined =>
    faults.attempt(at, () => checked(pureExpression(text), known, scope));
  const words = (at: Path, text: string, scope: readonly string[]): Template | undefined =>
    faults.attempt(at, () => checked(template(text), known, scope));
  const begin = ['target', 'parameters', 'now'];
  const later = [...begin, 'before'];
  const call = (
    { tool, arguments: args, does }: ProfileAction['calls'][number],
    at: Path,
    scope: readonly string[],
  ): CompiledWriteCall => {
    checkTool(faults, [...at, 'tool'], profile, tool, 'write');
    return {
      tool,
      arguments: pureArguments(args, [...at, 'arguments'], (place, text) => pure(place, text, scope)),
      does: words([...at, 'does'], does, scope) ?? nothingSaid,
    };
  };
  const read = compileRead(action.read, [...path, 'read'], profile, faults, expressions);
  const preChecks = action.preChecks.map(({ check, text }, at) => ({
    check: pure([...path, 'preChecks', at, 'check'], check, begin) ?? never,
    text: words([...path, 'preChecks', at, 'text'], text, begin) ?? nothingSaid,
  }));
  const calls = action.calls.map((one, at) => ({
    ...call(one, [...path, 'calls', at], begin),
    ...(one.unlessMetWithinSeconds !== undefined && { unlessMetWithinSeconds: one.unlessMetWithinSeconds }),
    ...(one.when !== undefined && {
      when: pure([...path, 'calls', at, 'when'], one.when, begin) ?? never,
    }),
  }));
  if (calls[0]?.unlessMetWithinSeconds !== undefined) {
    faults.add([...path, 'calls', 0, 'unlessMetWithinSeconds'], 'the first call has none before it');
  }
  for (const fact of Object.keys(action.after)) {
    if (!Object.hasOwn(action.read.facts, fact))
      faults.add([...path, 'after', fact], 'there is no such fact');
  }
  const { verify } = action;
  const compiledVerify = {
    met: pure([...path, 'verify', 'met'], verify.met, later) ?? never,
    ...(verify.failed !== undefined && {
      failed: pure([...path, 'verify', 'failed'], verify.failed, later) ?? never,
    }),
    text: words([...path, 'verify', 'text'], verify.text, later) ?? nothingSaid,
    withinSeconds: verify.withinSeconds,
    everySeconds: verify.everySeconds,
    times: verify.times,
  };
  // What holds anyway says nothing of what was done: something of what is read afterwards has to be looked at.
  if (!compiledVerify.met.names.some(([scope]) => scope === 'now')) {
    faults.add(
      [...path, 'verify', 'met'],
      'expected a condition on what is read afterwards, e.g. now.powerState',
    );
  }
  const { rollback } = action;
  const compiledRollback = rollback && {
    calls: rollback.calls.map((one, at) => {
      const place = [...path, 'rollback', 'calls', at];
      return {
        ...call(one, place, later),
        ...(one.when !== undefined && { when: pure([...place, 'when'], one.when, later) ?? never }),
      };
    }),
    met: pure([...path, 'rollback', 'met'], rollback.met, later) ?? never,
    text: words([...path, 'rollback', 'text'], rollback.text, later) ?? nothingSaid,
  };
  if (faults.all.length > before) return undefined;
  return {
    id,
    read,
    preChecks,
    calls,
    failedTexts: action.failedTexts,
    after: action.after,
    verify: compiledVerify,
    ...(compiledRollback && { rollback: compiledRollback }),
    estimateSeconds: action.estimateSeconds,
    writes: [...new Set([...calls, ...(compiledRollback?.calls ?? [])].map(({ tool }) => tool))],
  };
}

/** Stand for what is a fault already. */
const never: PureExpression = { text: 'false', names: [['now', '']], evaluate: () => false };
const nothingSaid: Template = { names: [], say: () => '' };

function compileRead(
  read: ProfileAction['read'],
  path: Path,
  profile: Profile,
  faults: Faults,
  expressions: Compile,
): CompiledAction['read'] {
  const names = new Set<string>();
  const calls = read.calls.map(({ name, tool, arguments: args, answer, failure }, at) => {
    const place = [...path, 'calls', at];
    checkTool(faults, [...place, 'tool'], profile, tool, 'read');
    if (names.has(name)) faults.add([...place, 'name'], `there are two calls "${name}"`);
    names.add(name);
    return {
      name,
      tool,
      answer,
      arguments: compileArguments(args, [...place, 'arguments'], expressions),
      ...(failure !== undefined && { failure: live([...place, 'failure'], failure) }),
    };
  });
  function live(at: Path, text: string): CompiledExpression {
    const expression = expressions(at, text, 'answer');
    if (expression.steps.length > 0)
      faults.add(at, 'steps of a collection are not there when an action reads');
    return expression;
  }
  return {
    calls,
    identity: live([...path, 'identity'], read.identity),
    ...(read.gone !== undefined && { gone: live([...path, 'gone'], read.gone) }),
    goneTexts: read.goneTexts,
    facts: Object.entries(read.facts).map(
      ([name, text]) => [name, live([...path, 'facts', name], text)] as const,
    ),
  };
}

function pureArguments(
  value: unknown,
  path: Path,
  pure: (path: Path, text: string) => PureExpression | undefined,
): PureArgument {
  if (typeof value === 'string' && value.startsWith('=')) {
    return value.startsWith('==')
      ? { is: 'constant', value: value.slice(1) }
      : { is: 'expression', expression: pure(path, value.slice(1)) ?? never };
  }
  if (Array.isArray(value)) {
    return { is: 'list', members: value.map((one, at) => pureArguments(one, [...path, at], pure)) };
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([name, one]) => [name, pureArguments(one, [...path, name], pure)] as const,
    );
    return { is: 'object', members };
  }
  return { is: 'constant', value };
}

/** @throws Error when it reads what is not there */
function checked<T extends { readonly names: readonly (readonly [string, ...string[]])[] }>(
  made: T,
  known: Readonly<Record<string, readonly string[]>>,
  scope: readonly string[],
): T {
  for (const [group, member = ''] of made.names) {
    const members = scope.includes(group) && Object.hasOwn(known, group) ? known[group] : undefined;
    if (!members) {
      throw new Error(`"${group}" is not known here: expected ${scope.map((one) => `${one}.…`).join(', ')}`);
    }
    if (!members.includes(member)) {
      throw new Error(
        `"${group}.${member}" is not known: ${members.length === 0 ? 'there are none' : `there are ${members.join(', ')}`}`,
      );
    }
  }
  return made;
}
