import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActionAdapter } from '../../../src/main/remediation/action-adapter.ts';
import { pathFailOver } from '../../../src/main/remediation/actions/path--fail-over/action.ts';
import { rehearsals } from '../../../src/main/remediation/actions/path--fail-over/rehearsal.ts';
import {
  playedThrough,
  refusedTheRest,
  toldTheTruth,
  withstoodDamage,
  type Tried,
} from '../../support/action-contract.ts';
import { openActionStage, type ActionStage } from '../../support/action-stage.ts';

/** The contract is worth something only while it finds what is wrong with an action. */
describe('the contract of actions', () => {
  let stage: ActionStage;
  beforeAll(async () => {
    stage = await openActionStage('storage');
  }, 60_000);
  afterAll(() => stage[Symbol.asyncDispose]());

  const [sound] = pathFailOver.adapters;
  const [rehearsal] = rehearsals;
  if (!sound || !rehearsal) throw new Error('expected an adapter and a rehearsal');
  const tried = (parts: Partial<ActionAdapter<unknown>>): Tried => {
    const adapter = { ...sound, ...parts };
    return { stage, action: { ...pathFailOver, adapters: [adapter] }, adapter, rehearsal };
  };

  it('has nothing against a sound one', async () => {
    expect(await playedThrough(tried({}))).toEqual([]);
  });

  it('finds one that believes what it is told', async () => {
    const credulous = tried({
      verify: (_, before, now) => ({ is: before === now ? 'not-yet' : 'met', text: 'it was asked for' }),
    });
    expect(await toldTheTruth(credulous, { fault: 'lies', act: 'does-nothing' })).toContainEqual(
      expect.stringContaining('it was not done and is seen'),
    );
  });

  it('finds one that sees nothing', async () => {
    const blind = tried({ verify: () => ({ is: 'not-yet', text: 'who knows' }) });
    expect(await toldTheTruth(blind, { fault: 'acts-but-fails', act: 'acts' })).toContainEqual(
      expect.stringContaining('it was done and is not seen'),
    );
  });

  it('finds one that is met by what was there before', async () => {
    const early = tried({ verify: () => ({ is: 'met', text: 'as always' }) });
    expect(await playedThrough(early)).toContainEqual(
      expect.stringContaining('it is met before anything was done'),
    );
  });

  it('finds one whose plan is another each time, or calls what it has not declared', async () => {
    let plans = 0;
    const restless = tried({
      writes: ['storage_revert_path'],
      plan: (subject, now) => {
        const plan = sound.plan(subject, now);
        plans += 1;
        return { ...plan, verification: `${plan.verification} (${plans})` };
      },
    });
    expect(await playedThrough(restless)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('the same facts make another plan'),
        expect.stringContaining('storage_failover_path is none of its declared writes'),
      ]),
    );
  });

  it('finds one that promises what does not come, and does not take back what it did', async () => {
    const boastful = tried({
      plan: (subject, now) => ({ ...sound.plan(subject, now), after: { interfaces: 0, speed: 'double' } }),
      rollback: () => [],
    });
    expect(await playedThrough(boastful)).toEqual([
      expect.stringContaining('speed was to be double and is undefined'),
      expect.stringContaining('it is not taken back'),
    ]);
  });

  it('finds one that takes a damaged answer for a fact', async () => {
    const trusting = tried({
      read: async (subject, reader) => {
        const live = await sound.read(subject, reader).catch(() => undefined);
        return live ?? { is: 'gone', text: 'no port to be seen' };
      },
    });
    expect(await withstoodDamage(trusting)).toContainEqual(
      expect.stringContaining('it was believed to be gone'),
    );
  });

  it('finds one that takes back what was never done', async () => {
    const hasty = tried({
      rollback: (subject, before) => sound.rollback?.(subject, before, { interfaces: -1 }) ?? [],
    });
    expect(await toldTheTruth(hasty, { fault: 'error', act: 'does-nothing' })).toContainEqual(
      expect.stringContaining('nothing was done, and is taken back'),
    );
  });

  it('finds one that accepts anything', async () => {
    const lenient = tried({});
    const action = { ...lenient.action, refuse: () => undefined };
    expect(await refusedTheRest({ ...lenient, action })).toContainEqual(
      expect.stringContaining('came: accepted'),
    );
  });
});
