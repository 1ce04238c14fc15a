import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabDomain } from '../../src/lab/domain.ts';
import type { Rehearsal } from '../../src/main/remediation/actions/shared/rehearsal.ts';
import { remediationActions } from '../../src/main/remediation/registry.ts';
import {
  everyFault,
  faultsOnWrites,
  playedThrough,
  refusedTheRest,
  toldTheTruth,
  withstoodDamage,
  type Tried,
} from './action-contract.ts';
import { openActionStage, type ActionStage } from './action-stage.ts';

const folders = new URL('../../src/main/remediation/actions/', import.meta.url);

/** How the action in a folder is tried out; a folder that does not say it is no action. */
async function rehearsalsOf(id: string): Promise<readonly Rehearsal[]> {
  const file = new URL(`${id.replaceAll('.', '--')}/rehearsal.ts`, folders);
  const module = (await import(/* @vite-ignore */ file.pathname)) as { rehearsals: readonly Rehearsal[] };
  return module.rehearsals;
}

/** Every action of the catalogue that is done on this domain of the lab, against one process of it. */
export function describeActions(domain: LabDomain['name']): void {
  describeActionsOn(`lab-${domain}`, () => openActionStage(domain));
}

/** Every action of the catalogue that is done on servers of this kind, against one stage of them. */
export function describeActionsOn(server: string, open: () => Promise<ActionStage>): void {
  let stage: ActionStage;
  beforeAll(async () => {
    stage = await open();
  }, 60_000);
  afterAll(() => stage[Symbol.asyncDispose]());

  it('is tried under every fault that the lab knows', () => {
    expect(new Set(faultsOnWrites.map(({ fault }) => fault))).toEqual(new Set(everyFault));
  });

  for (const action of remediationActions) {
    const adapter = action.adapters.find((one) => one.server === server);
    if (!adapter) continue;
    describe(`action ${action.id}`, () => {
      let all: readonly Tried[] = [];
      const first = (): Tried => {
        const [one] = all;
        if (!one) throw new Error(`expected a rehearsal of ${action.id} on ${adapter.server}`);
        return one;
      };
      beforeAll(async () => {
        all = (await rehearsalsOf(action.id))
          .filter(({ server }) => server === adapter.server)
          .map((rehearsal) => ({ stage, action, adapter, rehearsal }));
      });

      it('does what it says, is seen to have done it, and takes it back', async () => {
        expect(all).not.toEqual([]);
        for (const one of all) expect(await playedThrough(one)).toEqual([]);
      });

      it('takes no damaged answer for a fact', async () => {
        expect(await withstoodDamage(first())).toEqual([]);
      });

      it.each(
        faultsOnWrites.map((one) => [`${one.fault}${one.phase ? ', after it has acted' : ''}`, one] as const),
      )('knows what has come true under %s', async (_, under) => {
        expect(await toldTheTruth(first(), under)).toEqual([]);
      });

      it('refuses what is none of its business', async () => {
        for (const one of all) expect(await refusedTheRest(one)).toEqual([]);
      });
    });
  }
}
