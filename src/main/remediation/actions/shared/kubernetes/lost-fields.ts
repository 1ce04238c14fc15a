import type { Facts, Verdict } from '../../../../../shared/model/plan.ts';
import type { ActionAdapter } from '../../../action-adapter.ts';
import { failed, numberOf, said } from '../facts.ts';
import type { KubernetesServer } from './server.ts';

const counted = { fields: 'it', autoscalerFields: 'its autoscaler' } as const;

/** The fact that says how much an object was asked to have; only where something may take it away. */
export const fieldsFact = (
  server: KubernetesServer,
  fields: number | undefined,
  name: keyof typeof counted = 'fields',
): Facts => (server.applies && fields !== undefined ? { [name]: fields } : {});

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

function lossOf(before: Facts, now: Facts): Verdict | undefined {
  const lost = Object.entries(counted).find(([name]) => numberOf(now, name) < numberOf(before, name));
  if (!lost) return undefined;
  const [name, what] = lost;
  return failed(
    `${what} has lost something else: there were ${said(before, name)} settings, and there are ${said(now, name)}. Server-side apply takes away what the same MCP server has set earlier: compare it with what it should be`,
  );
}
