import { describe, expect, it } from 'vitest';
import {
  alice,
  bob,
  install,
  never,
  request,
  rest,
  type Installation,
} from '../../../../test/support/remediation-world.ts';
import { remediationSchema, type JournalEntry, type Remediation } from '../../../shared/model/remediation.ts';
import type { WritePermit } from '../../mcp/session.ts';
import { withEntry, type EntryOf, type NewEntry } from './journal.ts';
import { intentIsOnDisk } from './permits.ts';

/** A remediation that was run, as it was on disk when its first call was about to be sent. */
async function beforeItsFirstCall(): Promise<{
  readonly record: Remediation;
  readonly permit: WritePermit;
  readonly installation: Installation;
}> {
  const installation = install();
  const { remediations, store } = installation;
  await remediations.start();
  const { id, plan } = await remediations.propose(request, alice, never);
  await remediations.approve(id, { planHash: plan?.hash ?? '', run: true }, bob);
  await rest(installation);
  const ended = remediationSchema.parse(await store.remediations.get(id));
  const at = ended.journal.findIndex(({ is }) => is === 'call-intended');
  const intent = ended.journal[at] as EntryOf<'call-intended'>;
  const { source, tool, arguments: args } = intent;
  return {
    record: { ...ended, state: 'executing', journal: ended.journal.slice(0, at + 1) },
    permit: { source, tool, arguments: args, intent: `${id}/${intent.seq}` },
    installation,
  };
}

const asked = (record: unknown, permit: WritePermit) =>
  intentIsOnDisk({ get: async () => record as never }, permit);

describe('the permit of a call', () => {
  it('is given to nobody but the workstation whose claim it is', async () => {
    const { record, permit } = await beforeItsFirstCall();
    const asWho = (workstation: string, claimed: unknown = record) =>
      intentIsOnDisk({ get: async () => claimed as never }, permit, workstation);
    expect(await asWho('here')).toBe(true);
    // Its journal came from there, and is as good as one of here.
    expect(await asWho('there')).toBe(false);
    const { claim: _, ...unclaimed } = record;
    expect(await asWho('here', unclaimed)).toBe(false);
  });

  it('is given for the open intent on disk, and for that very call', async () => {
    const { record, permit } = await beforeItsFirstCall();
    expect(await asked(record, permit)).toBe(true);
    const { id, journal } = record;
    const others: Partial<WritePermit>[] = [
      { tool: 'undo' },
      { source: 'vcenter-b' },
      { arguments: { ...permit.arguments, step: 1 } },
      { arguments: { ...permit.arguments, force: true } },
      { arguments: {} },
      { intent: `${id}/${journal.length + 1}` },
      { intent: `${id}/1` },
      { intent: id },
    ];
    for (const other of others) expect(await asked(record, { ...permit, ...other })).toBe(false);
  });

  it.each<[string, NewEntry]>([
    [
      'something came back of it',
      {
        is: 'call-returned',
        phase: 'run',
        step: 0,
        result: 'lost',
        durationMs: 1,
        digest: '',
        excerpt: '',
      },
    ],
    ['the process that meant it has ended', { is: 'recovered', text: 'it was interrupted' }],
    ['somebody cancelled', { is: 'cancel-asked', by: 'carol', reason: 'stop' }],
  ])('is not given any more when %s', async (_, entry) => {
    const { record, permit, installation } = await beforeItsFirstCall();
    expect(await asked(withEntry(record, entry, installation.clock.now()), permit)).toBe(false);
  });

  it('is not given for what is not there, cannot be read, or was only tried out', async () => {
    const { record, permit } = await beforeItsFirstCall();
    expect(await asked(undefined, permit)).toBe(false);
    expect(await asked({ ...record, journal: 'none' }, permit)).toBe(false);
    const triedOut = record.journal.map((entry): JournalEntry =>
      entry.is === 'planned' ? { ...entry, dryRun: true } : entry,
    );
    expect(await asked({ ...record, journal: triedOut }, permit)).toBe(false);
  });
});
