import type { ExprNode } from 'jsonata';
import { compileExpression } from '../platform/expression.ts';

/*
 * What an action decides by is a pure function that answers at once: a part of JSONata without lists, functions and
 * variables, over names that are known when the profile is read. As in JSONata nothing compares with what is not known.
 */

type Value = string | number | boolean | null | undefined;

/** Names and what stands under them: `target.name`, `now.powerState`. */
export type PureContext = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface PureExpression {
  readonly text: string;
  /** Names that it reads, as they are written: `now.powerState`. */
  readonly names: readonly (readonly [string, ...string[]])[];
  evaluate(context: PureContext): Value;
}

type Evaluation = (context: PureContext) => Value;

const bounds = { timeout: 250, stack: 100, sequence: 1_000 } as const;
const operators =
  'names (now.powerState), texts, numbers, =, !=, <, <=, >, >=, and, or, in [..], +, -, *, /, &, ? :, $not and $exists';

/** @throws Error saying why it cannot be used */
export function pureExpression(text: string): PureExpression {
  const names: (readonly [string, ...string[]])[] = [];
  const evaluation = built(compileExpression(text, bounds).ast, names);
  return { text, names, evaluate: (context) => evaluation(context) };
}

function built(node: ExprNode, names: (readonly [string, ...string[]])[]): Evaluation {
  const inner = (one: unknown) => built(one as ExprNode, names);
  switch (node.type as string) {
    case 'string':
    case 'number':
    case 'value': {
      const value = node.value as Value;
      return () => value;
    }
    case 'path':
      return nameOf(node, names);
    case 'block': {
      const [only, ...more] = node.expressions ?? [];
      if (only === undefined || more.length > 0) throw unfit('several expressions in brackets');
      return inner(only);
    }
    case 'binary':
      return binary(node, inner);
    case 'condition': {
      const { condition, then, else: otherwise } = node as unknown as Record<string, ExprNode | undefined>;
      const [when, yes, no] = [inner(condition), inner(then), otherwise && inner(otherwise)];
      return (context) => (when(context) === true ? yes(context) : no?.(context));
    }
    case 'function': {
      const name = String(node.procedure?.value);
      const [argument, ...more] = node.arguments ?? [];
      if ((name !== 'not' && name !== 'exists') || argument === undefined || more.length > 0) {
        throw unfit(`the function $${name}`);
      }
      const value = inner(argument);
      return name === 'not'
        ? (context) => opposite(value(context))
        : (context) => value(context) !== undefined;
    }
    default:
      throw unfit(`"${node.type}"`);
  }
}

function nameOf(node: ExprNode, names: (readonly [string, ...string[]])[]): Evaluation {
  const steps = node.steps ?? [];
  const plain = steps.every(({ type, stages }) => type === 'name' && stages === undefined);
  if (!plain || steps.length < 2) throw unfit('a name that is no path like now.powerState');
  const path = steps.map(({ value }) => String(value)) as [string, ...string[]];
  names.push(path);
  return (context) => {
    let at: unknown = context;
    for (const step of path) {
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
      at = (at as Readonly<Record<string, unknown>>)[step];
    }
    return typeof at === 'object' && at !== null ? undefined : (at as Value);
  };
}

function binary(node: ExprNode, inner: (one: unknown) => Evaluation): Evaluation {
  const operator = String(node.value);
  const left = inner(node.lhs);
  if (operator === 'in') {
    const list = node.rhs;
    const members = (list?.type === 'unary' && list.expressions) || undefined;
    if (!members) throw unfit('"in" with something else than a list in brackets');
    const values = members.map(inner);
    return (context) => {
      const value = left(context);
      return value !== undefined && values.some((one) => one(context) === value);
    };
  }
  const right = inner(node.rhs);
  // As one would say it: what is not known decides nothing unless the other side does.
  if (operator === 'and') return (context) => both(left(context), () => right(context));
  if (operator === 'or')
    return (context) => opposite(both(opposite(left(context)), () => opposite(right(context))));
  const apply = binaryOperators[operator];
  if (!apply) throw unfit(`the operator ${operator}`);
  return (context) => {
    const [one, other] = [left(context), right(context)];
    return one === undefined || other === undefined ? undefined : apply(one, other);
  };
}

/** What is neither true nor known to be something else has no opposite. */
const opposite = (value: Value): boolean | undefined => (value === undefined ? undefined : value !== true);

function both(left: Value, right: () => Value): boolean | undefined {
  if (left !== undefined && left !== true) return false;
  const other = right();
  if (other !== undefined && other !== true) return false;
  return left === undefined || other === undefined ? undefined : true;
}

type Known = Exclude<Value, undefined>;

const ordered =
  (compare: (a: number | string, b: number | string) => boolean) =>
  (a: Known, b: Known): Value =>
    (typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string')
      ? compare(a, b)
      : undefined;
const counted =
  (compute: (a: number, b: number) => number) =>
  (a: Known, b: Known): Value => {
    if (typeof a !== 'number' || typeof b !== 'number') return undefined;
    const result = compute(a, b);
    return Number.isFinite(result) ? result : undefined;
  };

const binaryOperators: Readonly<Record<string, (a: Known, b: Known) => Value>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': ordered((a, b) => a < b),
  '<=': ordered((a, b) => a <= b),
  '>': ordered((a, b) => a > b),
  '>=': ordered((a, b) => a >= b),
  '+': counted((a, b) => a + b),
  '-': counted((a, b) => a - b),
  '*': counted((a, b) => a * b),
  '/': counted((a, b) => a / b),
  '&': (a, b) => `${String(a)}${String(b)}`,
};

function unfit(what: string): Error {
  return new Error(`${what} cannot stand in what an action decides by: expected ${operators}`);
}

/** A text for people with names in braces. */
export interface Template {
  readonly names: readonly (readonly [string, ...string[]])[];
  say(context: PureContext): string;
}

/** @throws Error when what stands in braces is no name */
export function template(text: string): Template {
  const pieces = text.split('{').map((piece, at) => {
    if (at === 0) return { literal: piece };
    const end = piece.indexOf('}');
    if (end === -1) throw new Error('expected a } for every {');
    return { expression: pureExpression(piece.slice(0, end)), literal: piece.slice(end + 1) };
  });
  return {
    names: pieces.flatMap(({ expression }) => expression?.names ?? []),
    say: (context) =>
      pieces
        .map(({ expression, literal }) => {
          if (!expression) return literal;
          const value = expression.evaluate(context);
          return `${value === undefined || value === null ? 'not known' : String(value)}${literal}`;
        })
        .join(''),
  };
}
