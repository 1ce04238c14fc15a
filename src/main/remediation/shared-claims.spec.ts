import { describe, expect, it } from 'vitest';
import {
  alice,
  bob,
  carol,
  install,
  never,
  request,
  rest,
  type Installation,
  type InstallationOptions,
} from '../../../test/support/remediation-world.ts';
import { calledAt, journalOf } from '../../../test/support/remediation-records.ts';
import { instant } from '../../shared/model/ids.ts';
import { remediationSchema, type Remediation } from '../../shared/model/remediation.ts';
import type { Claimed, Claims, ClaimsReach, ClaimWish } from './engine/ports.ts';

/** A shared database that says what the spec wants of it. */
function sharedClaims(answer: { claimed: Claimed; reach: ClaimsReach }) {
  const wishes: ClaimWish[] = [];
  const listeners = new Set<() => void>();
  return {
    wishes,
    answer,
    /** It answers again. */
    back: () => {
      for (const listener of listeners) listener();
    },
    claims: (gate: { acquire(wish: ClaimWish): Promise<boolean> }): Claims => ({
      async acquire(wish) {
        wishes.push(wish);
        const claimed = wish.breakGlass ? ({ is: 'made' } as const) : answer.claimed;
        if (claimed.is === 'made') await gate.acquire(wish);
        return claimed;
      },
      isMadeHere: async () => false,
      life: async () => 'this-life',
      isShared: () => true,
      away: undefined,
      reach: async () => answer.reach,
      onBack(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
  };
}

const silent = { is: 'silent', text: 'the shared database does not answer' } as const;
const away = { is: 'away', text: 'the shared database does not answer' } as const;

async function proposed(installation: Installation): Promise<Remediation> {
  return installation.remediations.propose(request, alice, never);
}

async function open(
  answer: Parameters<typeof sharedClaims>[0],
  options: InstallationOptions = {},
): Promise<{
  readonly installation: Installation;
  readonly shared: ReturnType<typeof sharedClaims>;
  readonly record: Remediation;
  readonly now: () => Promise<Remediation>;
}> {
  const shared = sharedClaims(answer);
  const installation = install({ ...options, claims: shared.claims });
  await installation.remediations.start();
  const record = await proposed(installation);
  return {
    installation,
    shared,
    record,
    now: async () => remediationSchema.parse(await installation.store.remediations.get(record.id)),
  };
}

const approval = (record: Remediation, typed?: string) => ({
  planHash: record.plan?.hash ?? '',
  run: true,
  ...(typed !== undefined && { breakGlass: { typed } }),
});

const acts = async ({ audit }: Installation) => (await audit.find({})).map(({ action }) => action);

describe('while the shared database is away', () => {
  it('an approved remediation is not begun, and says what it waits for', async () => {
    const { installation, record, now } = await open({ claimed: away, reach: silent });
    const { remediations, world } = installation;
    await expect(remediations.approve(record.id, approval(record), bob)).rejects.toMatchObject({
      code: 'shared-database-away',
      message: expect.stringContaining('is approved, and was not begun') as string,
    });
    expect(await now()).toMatchObject({ state: 'approved', claimsLife: 'this-life' });
    expect(remediations.waitsFor(record.id)).toMatch(/does not answer/);
    expect(world.arrived).toEqual([]);
    expect(await acts(installation)).toContain('remediation.not-taken-up');
  });

  it('what a person wanted waits for a person when it is back; what runs by itself goes on', async () => {
    const person = await open({ claimed: away, reach: silent });
    await person.installation.remediations
      .approve(person.record.id, approval(person.record), bob)
      .catch(() => {});
    person.shared.answer.claimed = { is: 'made' };
    person.shared.back();
    // Whatever would be begun by that has begun after so many turns.
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await rest(person.installation);
    expect(person.shared.wishes).toHaveLength(1);
    expect(await person.now()).toMatchObject({ state: 'approved' });
    expect(person.installation.remediations.waitsFor(person.record.id)).toBeUndefined();

    const alone = await open(
      { claimed: away, reach: silent },
      { policy: { automatic: true, automaticUpTo: 'critical', actions: { default: { automatic: true } } } },
    );
    expect(alone.record.decision.is).toBe('run');
    await expect.poll(() => alone.installation.remediations.waitsFor(alone.record.id)).toBeDefined();
    alone.shared.answer.claimed = { is: 'made' };
    alone.shared.back();
    await expect.poll(async () => (await alone.now()).state).toBe('succeeded');
  });

  it('what the shared database believes nobody here of is not begun, and says why', async () => {
    const { installation, shared, record, now } = await open({
      claimed: { is: 'not-agreed', text: 'it takes an approver, and bob is operator on the server' },
      reach: { is: 'answers' },
    });
    await expect(installation.remediations.approve(record.id, approval(record), bob)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('it takes an approver, and bob is operator on the server') as string,
    });
    expect(shared.wishes).toMatchObject([{ agreed: { by: ['bob'], needed: 1, role: 'approver' } }]);
    // Whoever may can still approve it, elsewhere.
    expect(await now()).toMatchObject({ state: 'approved' });
  });

  it('whoever runs the workstation approves as what policy asks for: the server may know them as less than admin', async () => {
    const { installation, record, now } = await open({ claimed: away, reach: silent });
    const owner = { ...bob, role: 'admin' } as const;
    await installation.remediations.approve(record.id, { ...approval(record), run: false }, owner);
    expect(await now()).toMatchObject({ state: 'approved', approvals: [{ by: 'bob', role: 'approver' }] });
  });

  it('an approver breaks glass by typing what cannot be excluded', async () => {
    const { installation, shared, record, now } = await open({ claimed: away, reach: silent });
    const { remediations, world } = installation;
    const glass = await remediations.breakGlassOf(record.id, bob);
    expect(glass).toMatchObject({ possible: true, type: 'web-01 may be changed twice' });
    expect(glass.statement).toMatch(/cannot be excluded/);
    await remediations.approve(record.id, approval(record, glass.type), bob);
    await rest(installation);
    expect(await now()).toMatchObject({
      state: 'succeeded',
      claim: { breakGlass: { by: 'bob', typed: glass.type } },
      approvals: [{ by: 'bob', breakGlass: true }],
    });
    expect(shared.wishes).toMatchObject([{ claimsLife: 'this-life', by: 'bob' }]);
    expect(world.arrived).toHaveLength(2);
    expect(await acts(installation)).toContain('remediation.glass-broken');
  });

  it.each([
    ['something else is typed', 'web-01', bob, 'approver', silent, 'glass-typed'],
    ['policy lets nobody', undefined, bob, 'never', silent, 'glass-forbidden'],
    ['policy wants an admin', undefined, bob, 'admin', silent, 'glass-forbidden'],
    ['it answers', undefined, bob, 'approver', { is: 'answers' }, 'glass-not-needed'],
    [
      'it answers and refuses',
      undefined,
      bob,
      'approver',
      { is: 'refuses', text: '403' },
      'glass-not-needed',
    ],
  ] as const)('nobody does so where %s', async (_, typed, by, breakGlass, reach, code) => {
    const { installation, record, now } = await open({ claimed: away, reach }, { policy: { breakGlass } });
    const { remediations, world } = installation;
    const given = approval(record, typed ?? 'web-01 may be changed twice');
    await expect(remediations.approve(record.id, given, by)).rejects.toMatchObject({ code });
    expect(await now()).toMatchObject({ state: 'awaiting-approval', approvals: [] });
    expect(world.arrived).toEqual([]);
  });

  it('an operator does not, though all approvals are there', async () => {
    const { installation, record, now } = await open({ claimed: away, reach: silent });
    const { remediations } = installation;
    await remediations.approve(record.id, { ...approval(record), run: false }, bob);
    const glass = await remediations.breakGlassOf(record.id, carol);
    expect(glass).toMatchObject({ possible: false });
    await expect(remediations.run(record.id, carol, { typed: glass.type })).rejects.toMatchObject({
      code: 'glass-forbidden',
    });
    await remediations.run(record.id, bob, { typed: glass.type });
    await rest(installation);
    expect(await now()).toMatchObject({ state: 'succeeded', claim: { breakGlass: { by: 'bob' } } });
  });

  it('takes all approvals all the same', async () => {
    const { installation, record, now } = await open(
      { claimed: away, reach: silent },
      {
        policy: {
          approvals: {
            low: { approvals: 2, role: 'approver', typedName: false },
            medium: { approvals: 2, role: 'approver', typedName: false },
            high: { approvals: 2, role: 'approver', typedName: false },
            critical: { approvals: 2, role: 'approver', typedName: false },
          },
        },
      },
    );
    await installation.remediations.approve(record.id, approval(record, 'web-01 may be changed twice'), bob);
    expect(await now()).toMatchObject({ state: 'awaiting-approval' });
    expect(installation.world.arrived).toEqual([]);
  });
});

describe('when somebody else has it', () => {
  it('is not begun here, and stays what it is until what that one does comes here', async () => {
    const { installation, record, now } = await open({
      claimed: { is: 'taken', text: 'it was taken up at noc-2 by dora' },
      reach: { is: 'answers' },
    });
    await expect(installation.remediations.approve(record.id, approval(record), bob)).rejects.toMatchObject({
      code: 'claimed-elsewhere',
    });
    expect(await now()).toMatchObject({ state: 'approved' });
    expect(installation.world.arrived).toEqual([]);
  });

  it('is withdrawn where nobody can know whether it was run', async () => {
    const { installation, record, now } = await open({
      claimed: { is: 'lost', text: 'whether it was run elsewhere cannot be known' },
      reach: { is: 'answers' },
    });
    await expect(installation.remediations.approve(record.id, approval(record), bob)).rejects.toMatchObject({
      code: 'claim-unknown',
    });
    expect(await now()).toMatchObject({
      state: 'cancelled',
      outcome: expect.stringContaining('cannot be known') as string,
    });
    expect(installation.world.arrived).toEqual([]);
  });
});

describe('what another workstation executes', () => {
  const elsewhere = { workstation: 'noc-2', at: '2026-11-23T12:00:00.000Z' };

  /** Under way at noc-2, as it comes from there. */
  async function underWay(options: InstallationOptions = {}) {
    const opened = await open({ claimed: { is: 'made' }, reach: { is: 'answers' } }, options);
    const { record, installation } = opened;
    const planned = { is: 'planned', planHash: 'p', by: 'dora', dryRun: false, seq: 1, at: elsewhere.at };
    const stored = { ...record, state: 'executing', claim: elsewhere, journal: [planned] };
    await installation.store.remediations.put([stored]);
    return opened;
  }

  it('is asked to stop without anything in its journal, and stops there', async () => {
    const { installation, record, now } = await underWay();
    await installation.remediations.cancel(record.id, 'wrong host', carol);
    const asked = await now();
    expect(asked.journal).toHaveLength(1);
    expect(asked.cancelRequests).toMatchObject([{ by: 'carol', workstation: 'here', phase: 'run' }]);
  });

  it('is not taken back here', async () => {
    const { installation, record, now } = await underWay();
    await installation.store.remediations.put([{ ...(await now()), state: 'succeeded' }]);
    await expect(installation.remediations.rollback(record.id, bob)).rejects.toMatchObject({
      code: 'claimed-elsewhere',
    });
    // Nor is it offered, though something was sent.
    const called = journalOf(calledAt(instant(Date.parse(elsewhere.at))));
    const one = { ...(await now()), journal: called };
    expect(installation.remediations.rollbackProblem(one)).toContain('noc-2');
  });

  it('is settled by an approver when nothing was heard of it for ten minutes, and not before', async () => {
    let silentMs = 599_000;
    const { installation, record, now } = await underWay({ silentMs: () => silentMs });
    const { remediations } = installation;
    await expect(remediations.settle(record.id, 'failed', 'I looked', bob)).rejects.toMatchObject({
      code: 'remediation-state',
    });
    expect(remediations.claimantOf(await now())).toEqual({ here: false, silentMs, canSettle: false });
    silentMs = 600_000;
    expect(remediations.claimantOf(await now())).toMatchObject({ canSettle: true });
    await remediations.settle(record.id, 'failed', 'I looked', bob);
    expect(await now()).toMatchObject({ state: 'failed' });
    expect((await now()).journal.map(({ is }) => is)).toEqual(['planned', 'ended', 'settled']);
  });
});

describe('what is executed here', () => {
  it('stops when somebody elsewhere asks for it, and says who', async () => {
    const { installation, record, now } = await open({ claimed: { is: 'made' }, reach: { is: 'answers' } });
    const asked = {
      by: 'dora',
      workstation: 'noc-2',
      at: '2026-11-23T12:00:00.000Z',
      reason: 'wrong host',
      phase: 'run',
    };
    installation.world.onArrival = () => {
      installation.world.onArrival = undefined;
      void installation.store.remediations.update(record.id, (one) => ({ ...one, cancelRequests: [asked] }));
    };
    await installation.remediations.approve(record.id, approval(record), bob);
    await rest(installation);
    expect(installation.world.arrived).toHaveLength(1);
    expect((await now()).journal).toContainEqual(
      expect.objectContaining({ is: 'cancel-asked', by: 'dora' }) as object,
    );
  });

  it('is left to another workstation that turns out to have claimed it, with what was done here beside it', async () => {
    const { installation, record, now } = await open({ claimed: away, reach: silent });
    const other = { workstation: 'noc-2', at: '2026-11-23T12:00:00.000Z', nonce: 'n' };
    installation.world.onArrival = () => {
      installation.world.onArrival = undefined;
      // As the merge of both leaves it.
      void installation.store.remediations.update(record.id, (one) => ({
        ...one,
        claim: other,
        journal: [{ is: 'planned', planHash: 'p', by: 'dora', dryRun: false, seq: 1, at: other.at }],
        otherRuns: [{ claim: one['claim'], state: one['state'], journal: one['journal'] }],
      }));
    };
    await installation.remediations.approve(record.id, approval(record, 'web-01 may be changed twice'), bob);
    await expect
      .poll(async () => (await now()).otherRuns?.[0]?.journal.map(({ is }) => is))
      .toEqual(['planned', 'pre-checked', 'call-intended', 'call-returned', 'ended']);
    const left = await now();
    expect(left).toMatchObject({ state: 'executing', claim: other, journal: [{ is: 'planned' }] });
    expect(left.otherRuns).toMatchObject([{ state: 'outcome-unknown', claim: { workstation: 'here' } }]);
    expect(installation.world.arrived).toHaveLength(1);
    await expect.poll(() => acts(installation)).toContain('remediation.left-to-another');
  });
});
