import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '../../src/shared/model/ids.ts';
import type { Remediation } from '../../src/shared/model/remediation.ts';
import { openAppClient, type AppClient } from '../support/app-client.ts';
import { permissiveInput, testScore } from '../support/decision-inputs.ts';
import { buildRemediation, calledAt, endedAt, journalOf } from '../support/remediation-records.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const hourAgo = (hours: number) => instant(Date.now() - hours * 3_600_000);

/** One that ran a while ago, with a score, and came to an end. */
function ran(id: string, hours: number, parts: Partial<Remediation> = {}): Remediation {
  const at = hourAgo(hours);
  const state = parts.state ?? 'succeeded';
  return buildRemediation(
    { id, state, score: testScore(90), journal: journalOf([...calledAt(at), endedAt(at, state)]), ...parts },
    permissiveInput({ now: at, score: testScore(90) }),
  );
}

describe('trust through the contract', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let site: AppClient;
  beforeEach(async () => {
    folder = temporaryFolder();
    site = await openAppClient(folder.path);
  });
  afterEach(async () => {
    await site.close();
    folder[Symbol.dispose]();
  });
  const failure = (call: Promise<unknown>) =>
    call.then(
      () => 'nothing failed',
      (error: unknown) => error,
    );

  describe('policy', () => {
    it('is read, compared, applied and told', async () => {
      const { client } = site;
      const told: unknown[] = [];
      const stop = client.subscribe('policy.changed', {}, (change) => told.push(change));
      const before = await client.policy.read({});
      expect(before).toMatchObject({ by: 'application', killSwitch: { on: false } });
      expect(before.actions.every(({ enabled, automatic }) => enabled && !automatic)).toBe(true);

      const text = before.text.replace('minimumReliability: 85', 'minimumReliability: 60');
      const { changes, unified } = await client.policy.diff({ text });
      expect(changes).toEqual([{ path: 'minimumReliability', from: '85', to: '60', permits: 'more' }]);
      expect(unified).toContain('-minimumReliability: 85\n+minimumReliability: 60\n');

      const applied = await client.policy.apply({ text, baseVersion: before.version, reason: 'CHG-7' });
      expect(applied.changed).toBe(true);
      expect(await client.policy.read({})).toMatchObject({
        version: applied.version,
        by: 'alice',
        values: { minimumReliability: 60 },
      });
      const { items } = await client.policy.history({});
      expect(items.map(({ how, reason }) => [how, reason])).toEqual([
        ['applied', 'CHG-7'],
        ['first', 'the default'],
      ]);
      const old = await client.policy.version({ version: before.version });
      expect(old.text).toBe(before.text);
      const back = await client.policy.diff({ text: before.text, from: applied.version });
      expect(back.changes).toMatchObject([{ permits: 'less' }]);
      await expect
        .poll(() => told)
        .toEqual([{ version: applied.version, by: 'operator', killSwitch: false }]);
      stop();
    });

    it('is refused with codes that a program can act on', async () => {
      const { client } = site;
      const { version } = await client.policy.read({});
      const [invalid, late, unknown, lost] = await Promise.all([
        failure(client.policy.apply({ text: 'rates: 4', baseVersion: version })),
        failure(client.policy.apply({ text: 'automatic: true', baseVersion: 'another' })),
        failure(client.policy.setAutomatic({ on: true, action: 'vm.explode' })),
        failure(client.policy.version({ version: 'another' })),
      ]);
      expect([invalid, late, unknown, lost]).toMatchObject([
        { code: 'policy-invalid' },
        { code: 'policy-changed' },
        { code: 'unknown-action' },
        { code: 'policy-version-not-found' },
      ]);
    });

    it('is checked with every fault and its line, and with what it probably does not mean', async () => {
      const { client } = site;
      const wrong = await client.policy.check({ text: 'automatic: maybe\nrates:\n  perHour: -1\n' });
      expect(wrong.ok).toBe(false);
      expect(wrong.faults.map(({ path, line }) => [path, line])).toEqual([
        ['automatic', 1],
        ['rates.perHour', 3],
      ]);
      const odd = await client.policy.check({ text: 'actions: { vm.explode: { enabled: true } }\n' });
      expect(odd).toMatchObject({ ok: true, warnings: [{ path: 'actions.vm.explode' }] });
      expect(await client.policy.check({ text: (await client.policy.defaultText({})).text })).toEqual({
        ok: true,
        faults: [],
        warnings: [],
      });
    });

    it('is in force when its file is saved by an editor, and stays in force when that is broken', async () => {
      const { client, app } = site;
      const file = join(folder.path, 'policy.yaml');
      writeFileSync(file, 'minimumReliability: 77\n');
      await expect.poll(async () => (await client.policy.read({})).values.minimumReliability).toBe(77);
      writeFileSync(file, 'minimumReliability: [\n');
      await expect
        .poll(async () => (await client.policy.read({})).problem?.fileText)
        .toBe('minimumReliability: [\n');
      expect((await client.policy.read({})).values.minimumReliability).toBe(77);
      rmSync(file);
      await expect.poll(async () => (await client.policy.read({})).problem?.text).toContain('is gone');
      const entries = await app.audit.find({ action: 'policy.edited' });
      expect(entries.length).toBeGreaterThan(0);
    });

    it('changes and the kill switch stand in the audit with who did it', async () => {
      const { client, app } = site;
      await client.policy.setAutomatic({ on: true, reason: 'CHG-8' });
      await client.policy.kill({ on: true, reason: 'fire' });
      await client.policy.kill({ on: false, reason: 'out' });
      const { version } = await client.policy.read({});
      await failure(client.policy.apply({ text: 'rates: 4', baseVersion: version }));
      const entries = await app.audit.find({ action: 'policy' });
      expect(entries.map(({ action, operator, result }) => [action, operator, result])).toEqual([
        ['policy.apply', 'alice', 'failed'],
        ['policy.kill', 'alice', 'done'],
        ['policy.kill', 'alice', 'done'],
        ['policy.setAutomatic', 'alice', 'done'],
      ]);
      expect(entries[2]?.details).toEqual({ on: true, reason: 'fire' });
      expect((await app.audit.verify()).every((chain) => chain.break === undefined)).toBe(true);
    });

    it('tried out says what would have been different, and why', async () => {
      const { client, app } = site;
      await app.store.remediations.put([ran('R-1', 48), ran('R-2', 24), ran('R-3', 24 * 40)]);
      const { text } = await client.policy.read({});
      const stricter = await client.policy.dryRun({ text });
      expect(stricter).toMatchObject({
        decided: 2,
        skipped: 0,
        different: 2,
        moves: [{ was: 'run', would: 'needs-approvals', count: 2 }],
        items: [{ remediation: 'R-2', permits: 'less', would: { approvals: 1 } }, { remediation: 'R-1' }],
      });
      expect(stricter.items[0]?.because.map(({ check }) => check)).toEqual(['action-enabled']);
      expect((await client.policy.dryRun({ text, days: 60 })).decided).toBe(3);
      expect(await failure(client.policy.dryRun({ text: ']' }))).toMatchObject({ code: 'policy-invalid' });
    });
  });

  describe('feedback', () => {
    it('on an outcome flows into the score, and a corrected cause into another cell', async () => {
      const { client, app } = site;
      await app.store.remediations.put([ran('R-1', 2), ran('R-2', 1)]);
      const { feedback } = await client.feedback.give({
        about: { is: 'outcome', remediation: 'R-1' },
        verdict: 'down',
        reason: 'it was the datastore',
        correctCause: 'datastore-full',
      });
      expect(feedback).toMatchObject({
        by: 'alice',
        action: 'vm.restart',
        targetClass: 'vm',
        cause: 'vm-hung',
      });
      const { cells } = await client.reliability.cells({});
      expect(cells.map(({ cause, succeeded, down }) => [cause, succeeded, down])).toEqual([
        ['datastore-full', 1, 0],
        ['vm-hung', 1, 1],
      ]);
      const causes = (await client.feedback.causes({})).causes;
      expect(causes.every(({ id, title }) => id !== '' && title !== '')).toBe(true);
    });

    it('is listed by subject, the newest of each person', async () => {
      const { client, app } = site;
      await app.store.remediations.put([ran('R-1', 2)]);
      const about = { is: 'outcome', remediation: 'R-1' } as const;
      await client.feedback.give({ about, verdict: 'up' });
      await client.feedback.give({ about, verdict: 'down' });
      const now = await client.feedback.list({ about });
      expect(now).toMatchObject({ total: 1, items: [{ verdict: 'down' }], own: { verdict: 'down' } });
      expect((await client.feedback.list({ about, newestOnly: false })).total).toBe(2);
      expect((await client.feedback.list({ about: { is: 'proposal', remediation: 'R-1' } })).total).toBe(0);
    });

    it('on what there is not, or on the conversation of somebody else, is refused alike', async () => {
      const { client, app } = site;
      await app.store.conversations.put([
        { id: 'C-bob', operator: 'bob', messages: [{ id: 'm-1' }], schemaVersion: 1 },
        { id: 'C-alice', operator: 'alice', messages: [{ id: 'm-1' }], schemaVersion: 1 },
      ]);
      const answer = (conversation: string, message = 'm-1') =>
        client.feedback.give({ about: { is: 'answer', conversation, message }, verdict: 'up' });
      expect(await failure(answer('C-bob'))).toMatchObject({ code: 'conversation-not-found' });
      expect(await failure(answer('C-none'))).toMatchObject({ code: 'conversation-not-found' });
      expect(await failure(answer('C-alice', 'm-9'))).toMatchObject({ code: 'conversation-not-found' });
      expect((await answer('C-alice')).feedback).not.toHaveProperty('action');
      const nothing = client.feedback.give({ about: { is: 'diagnosis', ticket: 'T-none' }, verdict: 'up' });
      expect(await failure(nothing)).toMatchObject({ code: 'ticket-not-found' });
    });
  });

  it('the report counts outcomes, and stats tell them too', async () => {
    const { client, app } = site;
    await app.store.remediations.put([
      ran('R-1', 3),
      ran('R-2', 2, { state: 'failed' }),
      ran('R-3', 24 * 400),
    ]);
    const report = await client.reliability.report({});
    expect(report).toMatchObject({
      outcomes: 2,
      falseConfidence: { passed: 2, failed: 1, rate: 0.5 },
      score: { outcomes: 2, succeeded: 0.5 },
    });
    expect((await client.system.stats({})).reliability).toMatchObject({
      outcomes: 2,
      succeeded: 0.5,
      falseConfidence: { passed: 2, failed: 1 },
    });
  });
});
