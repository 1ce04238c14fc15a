import { setTimeout as sleep } from 'node:timers/promises';
import { remediationActions } from '../../src/main/remediation/registry.ts';
import { endedStates, openStates, type Remediation } from '../../src/shared/model/remediation.ts';
import type { AppClient } from '../support/app-client.ts';
import type { ActionTrial, RealSource } from './real-system.ts';

export interface TrialResult {
  readonly title: string;
  readonly action: string;
  readonly ended: string;
  readonly seconds: number;
  /** Absent where everything was as it had to be. */
  readonly wrong?: string;
}

/** Two of each role, as nobody's approval counts twice. */
export const people = { approver: ['bob', 'carol'], admin: ['dora', 'erik'] } as const;
const waitMs = 15 * 60_000;

/** From a ticket over a proposal, its approval and its run to what the system says of it. */
export async function playTrial(
  { app, client }: AppClient,
  source: RealSource,
  trial: ActionTrial,
): Promise<TrialResult> {
  const started = performance.now();
  const { title, action } = trial;
  const result = (ended: string, wrong?: string): TrialResult => ({
    title,
    action,
    ended,
    seconds: (performance.now() - started) / 1000,
    ...(wrong !== undefined && { wrong }),
  });
  try {
    await client.collection.collect({ sources: [source.name] });
    const target = trial.target(await app.inventory.view());
    if (!target) return result('not begun', 'it has no target in the inventory');
    const { ticket } = await client.tickets.add({ title, entities: [target.id], automation: false });
    const parameters = typeof trial.parameters === 'function' ? trial.parameters(target) : trial.parameters;
    const proposed = await client.remediation.propose({
      ticketId: ticket.id,
      action,
      target: target.id,
      parameters,
    });
    if (proposed.plan === undefined || proposed.state === 'refused')
      return result(
        proposed.state,
        [
          proposed.outcome,
          ...proposed.decision.checks
            .filter(({ passed, stops }) => !passed && stops === 'run')
            .map(({ text }) => text),
        ]
          .filter(Boolean)
          .join('; '),
      );
    await using hindrance = await trial.hinder?.(target);
    void hindrance;
    const { hash } = proposed.plan;
    const role = remediationActions.find(({ id }) => id === action)?.permission ?? 'approver';
    let now: Pick<Remediation, 'state' | 'outcome'> = proposed;
    for (const operator of people[role]) {
      if (!openStates.has(now.state) || now.state === 'approved') break;
      now = await app.remediations.approve(
        proposed.id,
        { planHash: hash, typedName: proposed.targetName, run: true },
        { operator, role, via: 'test:real' },
      );
    }
    for (const until = Date.now() + waitMs; !endedStates.has(now.state) && Date.now() < until;) {
      await sleep(250);
      now = (await app.remediations.get(proposed.id)) ?? now;
    }
    if (now.state !== trial.ends)
      return result(now.state, `${now.outcome ?? 'no outcome'} (it had to end as ${trial.ends})`);
    return result(now.state, await trial.confirm(target));
  } catch (error) {
    return result('not ended', error instanceof Error ? error.message : String(error));
  }
}
