import jsonata, { type ExprNode } from 'jsonata';

/** Longest evaluation in milliseconds, deepest recursion, longest list that it makes: an expression is no program. */
export interface ExpressionBounds {
  readonly timeout: number;
  readonly stack: number;
  readonly sequence: number;
}

export type ExpressionFunctions = Readonly<Record<string, (...args: never[]) => unknown>>;

/** A JSONata expression from a file that somebody wrote, for data that somebody else sends. */
export interface CompiledExpression {
  readonly text: string;
  readonly ast: ExprNode;
  /**
   * @param bindings what stands behind `$name`
   * @throws when it takes too long, or fails on this input
   */
  evaluate(input: unknown, bindings?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** It took longer than it may: asked again it would as well. */
export class ExpressionTimeout extends Error {
  override readonly name = 'ExpressionTimeout';
}

const longestPadding = 1_000;

/**
 * Without regular expressions, without `$eval`, and without what is another each time.
 * @throws Error when the text cannot be used, saying why
 */
export function compileExpression(
  text: string,
  bounds: ExpressionBounds,
  functions: ExpressionFunctions = {},
): CompiledExpression {
  const expression = compiled(text, { ...bounds });
  const ast = expression.ast();
  if (holdsPattern(ast)) {
    throw new Error(
      'regular expressions are not taken here: use $contains, $substringBefore or $split with texts',
    );
  }
  // Texts that a system sends are never run, and nothing is made that is larger than what came.
  for (const name of ['eval', 'random', 'shuffle']) {
    expression.registerFunction(name, () => {
      throw new Error(`$${name} is not available here`);
    });
  }
  expression.registerFunction('pad', (value: unknown, width: unknown, filler: unknown) =>
    padded(value, width, filler),
  );
  for (const [name, implementation] of Object.entries(functions)) {
    expression.registerFunction(name, implementation as (...args: unknown[]) => unknown);
  }
  return {
    text,
    ast,
    async evaluate(input, bindings = {}) {
      try {
        return plain(await expression.evaluate(input, { ...bindings }));
      } catch (error) {
        if (codeOf(error) === timedOut)
          throw new ExpressionTimeout(`"${text.slice(0, 100)}" takes longer than ${bounds.timeout} ms`);
        throw new Error(reasonOf(error), { cause: error });
      }
    },
  };
}

function compiled(text: string, bounds: ExpressionBounds): jsonata.Expression {
  try {
    return jsonata(text, bounds);
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  }
}

/** @returns why it cannot be used; undefined when it can */
export function expressionProblem(text: string, bounds: ExpressionBounds): string | undefined {
  try {
    compileExpression(text, bounds);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

const timedOut = 'D1012';

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** JSONata throws objects that are no errors. */
export function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}

/** Lists come with members of JSONata's own; functions and what JSON has no word for are nothing. */
function plain(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (value === undefined) return undefined;
  const json: string | undefined = JSON.stringify(value);
  return json === undefined ? undefined : JSON.parse(json);
}

function padded(value: unknown, width: unknown, filler: unknown): unknown {
  if (typeof value !== 'string' || typeof width !== 'number') return undefined;
  const to = Math.min(Math.abs(Math.trunc(width)), longestPadding);
  const by = typeof filler === 'string' && filler !== '' ? filler : ' ';
  return width < 0 ? value.padStart(to, by) : value.padEnd(to, by);
}

const deepest = 60;

/** A pattern over a text that somebody sends can take for ever, and nothing can stop it. */
function holdsPattern(node: unknown, depth = 0): boolean {
  if (node instanceof RegExp) return true;
  if (typeof node !== 'object' || node === null) return false;
  if (depth > deepest) throw new Error('it is nested too deep');
  return Object.values(node).some((member) => holdsPattern(member, depth + 1));
}

/** Every node of an expression. */
export function* nodesOf(node: unknown, depth = 0): Generator<ExprNode> {
  if (typeof node !== 'object' || node === null || depth > deepest) return;
  if (!Array.isArray(node) && 'type' in node) yield node as ExprNode;
  for (const member of Object.values(node)) yield* nodesOf(member, depth + 1);
}
