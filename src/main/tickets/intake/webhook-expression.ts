import type { WebhookMapping } from '../../../shared/model/ticket-settings.ts';
import { compileExpression, expressionProblem } from '../../platform/expression.ts';

/** Longest evaluation, deepest recursion and longest list of one expression: a mapping is no program. */
const bounds = { timeout: 250, stack: 100, sequence: 10_000 } as const;

/** Expressions of declared webhooks that cannot be used, each with its place in the settings. */
export function webhookProblems(webhooks: Readonly<Record<string, WebhookMapping>>): readonly string[] {
  return Object.entries(webhooks).flatMap(([name, { items, fields }]) =>
    [
      ['items', items] as const,
      ...Object.entries(fields).map(([field, text]) => [`fields.${field}`, text] as const),
    ].flatMap(([path, text]) => {
      const problem = text === undefined ? undefined : expressionProblem(text, bounds);
      return problem === undefined ? [] : [`tickets.webhooks.${name}.${path}: ${problem}`];
    }),
  );
}

/** @throws when it cannot be read, takes too long, or fails on this input */
export async function evaluate(text: string, input: unknown): Promise<unknown> {
  return compileExpression(text, bounds).evaluate(input);
}
