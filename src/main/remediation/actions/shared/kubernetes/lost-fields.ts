import type { Facts, Verdict } from '../../../../../shared/model/plan.ts';
import type { ActionAdapter } from '../../../action-adapter.ts';
import { failed, textOf } from '../facts.ts';
import type { FieldCounts } from './count-fields.ts';
import type { KubernetesServer } from './server.ts';

const counted = { fields: 'it', autoscalerFields: 'its autoscaler' } as const;

/** The fact that says how much an object was asked to have; only where something may take it away. */
export const fieldsFact = (
  server: KubernetesServer,
  fields: FieldCounts | undefined,
  name: keyof typeof counted = 'fields',
): Facts =>
  server.applies && fields
    ? { [name]: `${fields.labels} labels, ${fields.annotations} annotations, ${fields.spec} settings` }
    : {};

/**
 * Server-side apply takes away what the same program has set before and this time leaves out. Whether that is so is
 * not to be seen before: that it has happened is, and it is not called a success.
 */
export function lookingForLoss<Parameters>(
  server: KubernetesServer,
  verify: ActionAdapter<Parameters>['verify'],
): ActionAdapter<Parameters>['verify'] {
  if (!server.applies) return verify;
  return (subject, before, now, earlier) => lossOf(before, now) ?? verify(subject, before, now, earlier);
}

const numbersIn = (text: string | undefined): readonly number[] =>
  [...(text ?? '').matchAll(/\d+/g)].map(([number]) => Number(number));

function lossOf(before: Facts, now: Facts): Verdict | undefined {
  for (const [name, what] of Object.entries(counted)) {
    const had = textOf(before, name);
    const has = textOf(now, name);
    const left = numbersIn(has);
    if (had === undefined || has === undefined) continue;
    if (numbersIn(had).some((number, at) => (left[at] ?? 0) < number))
      return failed(
        `${what} has lost something else: it had ${had}, and has ${has}. Server-side apply takes away what the same MCP server has set earlier: compare it with what it should be`,
      );
  }
  return undefined;
}
