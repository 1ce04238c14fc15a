import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileAction } from '../../../src/main/profiles/profile-action.ts';
import { vmPowerOn } from '../../../src/main/remediation/actions/vm--power-on/action.ts';
import { rehearsals } from '../../../src/main/remediation/actions/vm--power-on/rehearsal.ts';
import {
  faultsOnWrites,
  playedThrough,
  refusedTheRest,
  toldTheTruth,
  withstoodDamage,
  type Tried,
} from '../../support/action-contract.ts';
import { openActionStage, type ActionStage } from '../../support/action-stage.ts';
import { compiledProfile, profileText, readProfile } from '../../support/read-profile.ts';

/** What every action of the catalogue has to hold to holds for one that a profile makes. */
describe('an action of a profile, under the contract of actions', () => {
  let stage: ActionStage;
  beforeAll(async () => {
    stage = await openActionStage('vmware');
  }, 60_000);
  afterAll(() => stage[Symbol.asyncDispose]());

  const [rehearsal] = rehearsals;
  const tried = (profile = readProfile('lab-vms')): Tried => {
    const [action] = profile.actions;
    if (!action || !rehearsal) throw new Error('expected an action and a rehearsal');
    const adapter = profileAction(action, 'lab-vmware');
    return { stage, action: { ...vmPowerOn, adapters: [adapter] }, adapter, rehearsal };
  };

  it('does what it says, is seen to have done it, and takes it back', async () => {
    expect(await playedThrough(tried())).toEqual([]);
  });

  it('takes no damaged answer for a fact', async () => {
    expect(await withstoodDamage(tried())).toEqual([]);
  });

  it.each(
    faultsOnWrites.map((one) => [`${one.fault}${one.phase ? ', after it has acted' : ''}`, one] as const),
  )('knows what has come true under %s', async (_, under) => {
    expect(await toldTheTruth(tried(), under)).toEqual([]);
  });

  it('refuses what is none of its business', async () => {
    expect(await refusedTheRest(tried())).toEqual([]);
  });

  it('is found out where its condition is met by what was there before', async () => {
    const careless = profileText('lab-vms').replace(
      /met: before\.powerState[^\n]*/,
      'met: $exists(now.name)',
    );
    expect(await playedThrough(tried(compiledProfile(careless)))).toContainEqual(
      expect.stringContaining('it is met before anything was done'),
    );
  });
});
