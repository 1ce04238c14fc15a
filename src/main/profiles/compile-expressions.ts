import {
  compileExpression,
  nodesOf,
  type CompiledExpression,
  type ExpressionBounds,
} from '../platform/expression.ts';
import type { ArgumentValue, Expression } from './compiled-profile.ts';
import type { Faults } from './faults.ts';
import { profileFunctions, stepFunctions } from './functions.ts';

/** Of one thing, and of a whole answer. */
const itemBounds: ExpressionBounds = { timeout: 1_000, stack: 200, sequence: 100_000 };
const answerBounds: ExpressionBounds = { timeout: 10_000, stack: 200, sequence: 1_000_000 };

export type Compile = (path: readonly PropertyKey[], text: string, over?: 'item' | 'answer') => Expression;

/** What cannot be used is a fault, and stands as an expression that gives nothing. */
export function expressionCompiler(faults: Faults, known: () => ReadonlySet<string>): Compile {
  return (path, text, over = 'item') => {
    const made = faults.attempt(path, () => {
      const compiled = compileExpression(text, over === 'item' ? itemBounds : answerBounds, profileFunctions);
      return { ...compiled, steps: stepsIn(compiled, known()) };
    });
    return (
      made ?? { text, ast: { type: 'value', value: null }, steps: [], evaluate: () => Promise.resolve() }
    );
  };
}

/** @throws Error when a step is meant that is not known by then */
function stepsIn({ ast }: CompiledExpression, known: ReadonlySet<string>): string[] {
  const steps = new Set<string>();
  for (const node of nodesOf(ast)) {
    const name: unknown = node.type === 'function' ? node.procedure?.value : undefined;
    if (!(stepFunctions as readonly unknown[]).includes(name)) continue;
    const [first] = node.arguments ?? [];
    if (first?.type !== 'string') throw new Error(`$${String(name)}: expected the name of a step in quotes`);
    const step = String(first.value);
    if (!known.has(step)) {
      throw new Error(
        `$${String(name)}: there is no step "${step}" before this: ${known.size === 0 ? 'none' : [...known].join(', ')}`,
      );
    }
    steps.add(step);
  }
  return [...steps];
}

export function compileArguments(
  value: unknown,
  path: readonly PropertyKey[],
  expressions: Compile,
): ArgumentValue {
  if (typeof value === 'string') {
    if (value.startsWith('==')) return { is: 'constant', value: value.slice(1) };
    return value.startsWith('=')
      ? { is: 'expression', expression: expressions(path, value.slice(1)) }
      : { is: 'constant', value };
  }
  if (Array.isArray(value)) {
    return {
      is: 'list',
      members: value.map((one, at) => compileArguments(one, [...path, at], expressions)),
    };
  }
  if (typeof value === 'object' && value !== null) {
    return {
      is: 'object',
      members: Object.entries(value).map(([name, one]) => [
        name,
        compileArguments(one, [...path, name], expressions),
      ]),
    };
  }
  return { is: 'constant', value };
}

export function expressionsIn(value: ArgumentValue): readonly Expression[] {
  switch (value.is) {
    case 'constant':
      return [];
    case 'expression':
      return [value.expression];
    case 'list':
      return value.members.flatMap(expressionsIn);
    case 'object':
      return value.members.flatMap(([, member]) => expressionsIn(member));
    default:
      return value satisfies never;
  }
}
