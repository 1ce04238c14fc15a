import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import type { Instant } from '../../../../shared/model/ids.ts';
import type { Claim } from '../../../../shared/model/remediation.ts';
import { renderConsole, type Answers, type TestConsole } from '../../../test-console.tsx';
import {
  answered,
  exampleJournal,
  exampleRemediation,
  meant,
  takenUp,
} from '../example-remediation.spec-helper.ts';
import { HeadLine } from './head-line.tsx';
import { RemediationDetail } from './remediation-detail.tsx';

const away = 'The shared database at couch.example.org does not answer.';
const sentence = 'web-01 may be changed twice';

function show(record: ShownRemediation, answers: Answers = {}): TestConsole {
  return renderConsole(
    <>
      <HeadLine record={record} />
      <RemediationDetail record={record} />
    </>,
    {
      'remediation.state': () => ({
        counts: { awaitingApproval: 1, approved: 0, active: 0, outcomeUnknown: 0, refused: 0 },
        active: [],
        stalled: [],
        sharedDatabaseAway: away,
      }),
      'system.whoAmI': () => ({ operator: 'alice', role: 'approver', refused: {} }),
      'feedback.list': () => ({ items: [], total: 0 }),
      'topology.blastRadius': () => ({
        levels: { lost: 0, restarts: 0, reduced: 0 },
        affected: [],
        total: 0,
        counts: [],
        caveats: [],
      }),
      'remediation.breakGlassOf': () => ({
        possible: true,
        statement: 'Another workstation may run it at this moment.',
        type: sentence,
      }),
      'remediation.approve': () => record,
      'remediation.run': () => record,
      'remediation.settle': () => record,
      ...answers,
    },
  );
}

const called = ({ calls }: TestConsole, method: string) =>
  calls.filter((call) => call.method === method).map(({ input }) => input);
const openDialog = async () => {
  fireEvent.click(await screen.findByRole('button', { name: 'Break glass…' }));
  return within(screen.getByRole('dialog'));
};
const claim = (workstation: string, parts: Partial<Claim> = {}): Claim => ({
  workstation,
  at: '2030-01-01T10:00:00.000Z' as Instant,
  ...parts,
});

describe('while the shared database cannot be asked', () => {
  it('is not run by a plain approval, and says why; agreeing to it stays possible', async () => {
    const console = show(exampleRemediation());
    expect(await screen.findByText(away)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Approve & run…' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Approve…' }));
    expect(screen.getByRole('dialog')).toBeTruthy();
    expect(called(console, 'remediation.approve')).toEqual([]);
  });

  it('is run from here alone once somebody typed what cannot be excluded, letter by letter', async () => {
    const console = show(exampleRemediation());
    const dialog = await openDialog();
    expect(await dialog.findByText('Another workstation may run it at this moment.')).toBeTruthy();
    const act = dialog.getByRole('button', { name: 'Run on web-01 from here alone' });
    const field = dialog.getByRole('textbox');
    fireEvent.change(field, { target: { value: 'web-01 may be changed' } });
    fireEvent.click(act);
    expect(called(console, 'remediation.approve')).toEqual([]);
    fireEvent.change(field, { target: { value: sentence } });
    fireEvent.click(act);
    await waitFor(() =>
      expect(called(console, 'remediation.approve')).toEqual([
        { id: 'R-aaaaaaaa', planHash: 'a'.repeat(64), run: true, breakGlass: { typed: sentence } },
      ]),
    );
  });

  it('is taken up so, where it is approved already', async () => {
    const console = show(exampleRemediation({ state: 'approved', approved: { have: 1, needed: 1 } }));
    const dialog = await openDialog();
    fireEvent.change(await dialog.findByRole('textbox'), { target: { value: sentence } });
    fireEvent.click(dialog.getByRole('button', { name: 'Run on web-01 from here alone' }));
    await waitFor(() =>
      expect(called(console, 'remediation.run')).toEqual([
        { id: 'R-aaaaaaaa', breakGlass: { typed: sentence } },
      ]),
    );
  });

  it('says so when the database answers again, and offers no field', async () => {
    show(exampleRemediation(), {
      'remediation.breakGlassOf': () => ({
        possible: false,
        why: 'The shared database answers again: run it plainly.',
        statement: '',
        type: sentence,
      }),
    });
    const dialog = await openDialog();
    expect(await dialog.findByText('The shared database answers again: run it plainly.')).toBeTruthy();
    expect(dialog.queryByRole('textbox')).toBeNull();
  });

  it('is offered to nobody while more approvals than one are missing', async () => {
    show(exampleRemediation({ approved: { have: 0, needed: 2 } }));
    await act(async () => Promise.resolve());
    expect(screen.queryByRole('button', { name: 'Break glass…' })).toBeNull();
  });
});

describe('afterwards', () => {
  it('is marked as run so', () => {
    show(
      exampleRemediation({
        state: 'succeeded',
        claim: claim('noc-1', { breakGlass: { by: 'alice', typed: sentence } }),
      }),
    );
    expect(screen.getByText('Break glass')).toBeTruthy();
  });

  it('shows each run of one that ran twice, with what was done there', () => {
    show(
      exampleRemediation({
        state: 'succeeded',
        claim: claim('noc-1'),
        journal: exampleJournal(takenUp, meant, answered),
        otherRuns: [
          {
            claim: claim('noc-2', { breakGlass: { by: 'bob', typed: sentence } }),
            state: 'failed',
            journal: exampleJournal(takenUp),
            outcome: 'it did not come back',
          },
        ],
      }),
    );
    const double = within(screen.getByRole('region', { name: 'It ran more than once' }));
    expect(double.getByRole('alert').textContent).toContain('noc-1 and noc-2');
    const [first, second] = double.getAllByRole('article');
    expect(first && within(first).getAllByRole('listitem')).toHaveLength(3);
    expect(second?.textContent).toContain('it did not come back');
    expect(second && within(second).getByText('Break glass')).toBeTruthy();
  });

  it('shows what others wrote of it at the same time, and could not know better', () => {
    const [withdrawn] = exampleJournal({ is: 'ended', state: 'cancelled', text: 'not needed any more' });
    show(
      exampleRemediation({
        state: 'executing',
        claim: claim('noc-1'),
        journal: exampleJournal(takenUp, meant),
        meanwhile: withdrawn ? [withdrawn] : [],
      }),
    );
    const meanwhile = within(screen.getByRole('region', { name: 'Written meanwhile' }));
    expect(meanwhile.getAllByRole('listitem')).toHaveLength(1);
    expect(meanwhile.getByText(/not needed any more/)).toBeTruthy();
  });

  it('says which workstation executes it, and lets somebody settle it when that one is gone', () => {
    const record = exampleRemediation({
      state: 'executing',
      claim: claim('noc-2'),
      claimant: { here: false, canSettle: false },
      journal: exampleJournal(takenUp, meant),
    });
    show(record);
    expect(screen.getByText('noc-2 executes it.')).toBeTruthy();
    expect(screen.queryByRole('radio')).toBeNull();
  });

  it('lets somebody settle what was executed by a workstation that is gone', () => {
    show(
      exampleRemediation({
        state: 'executing',
        claim: claim('noc-2'),
        claimant: { here: false, silentMs: 12 * 60_000, canSettle: true },
        journal: exampleJournal(takenUp, meant),
      }),
    );
    expect(screen.getByText(/nothing was heard of that workstation for 12 minutes/)).toBeTruthy();
    expect(screen.getAllByRole('radio')).toHaveLength(2);
  });
});
