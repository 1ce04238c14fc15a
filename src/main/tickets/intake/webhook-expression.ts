import jsonata, { type Expression } from 'jsonata';
import type { WebhookMapping } from '../../../shared/model/ticket-settings.ts';

/** Longest evaluation, deepest recursion and longest list of one expression: a mapping is no program. */
const bounds = { timeout: 250, stack: 100, sequence: 10_000 } as const;

/** Expressions of declared webhooks that cannot be used, each with its place in the settings. */
export function webhookProblems(webhooks: Readonly<Record<string, WebhookMapping>>): readonly string[] {
  return Object.entries(webhooks).flatMap(([name, { items, fields }]) =>
    [
      ['items', items] as const,
      ...Object.entries(fields).map(([field, text]) => [`fields.${field}`, text] as const),
    ].flatMap(([path, text]) => {
      const problem = text === undefined ? undefined : expressionProblem(text);
      return problem === undefined ? [] : [`tickets.webhooks.${name}.${path}: ${problem}`];
    }),
  );
}

/** @returns why it cannot be used; undefined when it can */
function expressionProblem(text: string): string | undefined {
  try {
    compile(text);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** @throws when it cannot be read, takes too long, or fails on this input */
export async function evaluate(text: string, input: unknown): Promise<unknown> {
  const expression = compile(text);
  const value: unknown = await expression.evaluate(input);
  // Lists come with members of JSONata's own.
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function compile(text: string): Expression {
  const expression = jsonata(text, bounds);
  if (holdsPattern(expression.ast())) {
    throw new Error(
      'regular expressions are not taken here: use $contains, $substringBefore or $split with texts',
    );
  }
  // Texts that a system sends are never run.
  expression.registerFunction('eval', () => {
    throw new Error('$eval is not available here');
  });
  return expression;
}

/** A pattern over a text that somebody sends can take for ever, and nothing can stop it. */
function holdsPattern(node: unknown, depth = 0): boolean {
  if (node instanceof RegExp) return true;
  if (typeof node !== 'object' || node === null || depth > 60) return depth > 60;
  return Object.values(node).some((member) => holdsPattern(member, depth + 1));
}

export function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
