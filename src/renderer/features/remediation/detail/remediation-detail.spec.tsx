import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { ContractError } from '../../../../shared/contract/contract-error.ts';
import { renderConsole, type Answers, type TestConsole } from '../../../test-console.tsx';
import {
  answered,
  checkedWell,
  exampleJournal,
  examplePlan,
  exampleRemediation,
  meant,
  readBack,
  takenUp,
} from '../example-remediation.spec-helper.ts';
import { RemediationDetail } from './remediation-detail.tsx';

const standing = {
  counts: { awaitingApproval: 1, approved: 0, active: 0, outcomeUnknown: 0, refused: 0 },
  active: [],
  stalled: [],
};

interface Shown {
  readonly console: TestConsole;
  /** The application says that it is another one now. */
  readonly become: (record: ShownRemediation) => void;
}

function show(record: ShownRemediation, answers: Answers = {}): Shown {
  let become: (record: ShownRemediation) => void = () => {};
  function Shown() {
    const [now, setNow] = useState(record);
    become = setNow;
    return <RemediationDetail record={now} />;
  }
  const console = renderConsole(<Shown />, {
    'remediation.state': () => standing,
    'system.whoAmI': () => ({ operator: 'alice', role: 'admin', refused: {} }),
    'feedback.list': () => ({ items: [], total: 0 }),
    'topology.blastRadius': () => ({
      levels: { lost: 0, restarts: 0, reduced: 0 },
      affected: [],
      total: 0,
      counts: [],
      caveats: [],
    }),
    'remediation.approve': () => record,
    'remediation.reject': () => record,
    'remediation.settle': () => record,
    ...answers,
  });
  return { console, become: (next) => act(() => become(next)) };
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
/** Everything that was begun has been asked for. */
const quiet = () => act(async () => Promise.resolve());
const dialog = () => within(screen.getByRole('dialog'));
const called = ({ calls }: TestConsole, method: string) =>
  calls.filter((call) => call.method === method).map(({ input }) => input);

describe('deciding on a remediation', () => {
  it('shows every call with all of its arguments, and every check', () => {
    show(exampleRemediation());
    expect(screen.getByText('{"vm":"vm-7"}')).toBeTruthy();
    expect(screen.getByText('vmware_reset_vm')).toBeTruthy();
    expect(screen.getByText('prerequisites holds')).toBeTruthy();
  });

  it('approves the very plan that was shown, and only after a question', async () => {
    const { console } = show(exampleRemediation());
    press('Approve & run…');
    expect(called(console, 'remediation.approve')).toEqual([]);
    fireEvent.click(dialog().getByRole('button', { name: 'Approve & run on web-01' }));
    await waitFor(() =>
      expect(called(console, 'remediation.approve')).toEqual([
        { id: 'R-aaaaaaaa', planHash: 'a'.repeat(64), run: true },
      ]),
    );
  });

  it('does not take Enter for an answer', async () => {
    const { console } = show(exampleRemediation());
    press('Approve…');
    const shown = screen.getByRole('dialog');
    fireEvent.keyDown(within(shown).getByText('presses the reset button of web-01'), { key: 'Enter' });
    await quiet();
    expect(called(console, 'remediation.approve')).toEqual([]);
  });

  it('wants the name of the target typed where policy asks for it', async () => {
    const record = exampleRemediation();
    const { decision } = record;
    const { console } = show({
      ...record,
      decision: { ...decision, approvals: { ...decision.approvals, typedName: true } },
    });
    press('Approve…');
    const approve = dialog().getByRole<HTMLButtonElement>('button', { name: 'Approve for web-01' });
    const name = dialog().getByLabelText(/Type web-01/);
    fireEvent.change(name, { target: { value: 'web-02' } });
    expect(approve.disabled).toBe(true);
    fireEvent.change(name, { target: { value: 'web-01' } });
    fireEvent.keyDown(name, { key: 'Enter' });
    await quiet();
    expect(called(console, 'remediation.approve')).toEqual([]);
    fireEvent.keyDown(name, { key: 'Enter', ctrlKey: true });
    await waitFor(() =>
      expect(called(console, 'remediation.approve')).toEqual([
        { id: 'R-aaaaaaaa', planHash: 'a'.repeat(64), run: false, typedName: 'web-01' },
      ]),
    );
  });

  it('lets nobody approve a plan that changed meanwhile before what is different was seen', async () => {
    const { console, become } = show(exampleRemediation());
    press('Approve…');
    become(
      exampleRemediation({
        plan: examplePlan({
          hash: 'b'.repeat(64),
          calls: [
            { source: 'lab', tool: 'vmware_reset_vm', arguments: { vm: 'vm-8' }, does: 'presses another' },
          ],
        }),
      }),
    );
    expect(dialog().getByRole<HTMLButtonElement>('button', { name: 'Approve for web-01' }).disabled).toBe(
      true,
    );
    fireEvent.click(dialog().getByRole('button', { name: 'Cancel' }));
    expect(screen.getByText('lab vmware_reset_vm {"vm":"vm-7"}')).toBeTruthy();
    expect(screen.getByText('lab vmware_reset_vm {"vm":"vm-8"}')).toBeTruthy();
    press('Approve…');
    expect(screen.queryByRole('dialog')).toBeNull();
    press(/I have seen it/);
    press('Approve…');
    fireEvent.click(dialog().getByRole('button', { name: 'Approve for web-01' }));
    await waitFor(() =>
      expect(called(console, 'remediation.approve')).toEqual([
        { id: 'R-aaaaaaaa', planHash: 'b'.repeat(64), run: false },
      ]),
    );
  });

  it('says what the application said when it refused', async () => {
    show(exampleRemediation(), {
      'remediation.approve': () =>
        Promise.reject(
          new ContractError({ code: 'self-approval', message: 'others have to', hint: 'Ask somebody.' }),
        ),
    });
    press('Approve…');
    fireEvent.click(dialog().getByRole('button', { name: 'Approve for web-01' }));
    expect(await screen.findByText('others have to Ask somebody.')).toBeTruthy();
  });

  it('rejects only with a reason', async () => {
    const { console } = show(exampleRemediation());
    press('Reject…');
    const reject = dialog().getByRole<HTMLButtonElement>('button', { name: 'Reject it' });
    expect(reject.disabled).toBe(true);
    fireEvent.change(dialog().getByRole('textbox'), { target: { value: 'not during the backup' } });
    fireEvent.click(reject);
    await waitFor(() =>
      expect(called(console, 'remediation.reject')).toEqual([
        { id: 'R-aaaaaaaa', reason: 'not during the backup' },
      ]),
    );
  });

  it('runs nothing while the kill switch is on, and says so', async () => {
    const { console } = show(exampleRemediation(), {
      'remediation.state': () => ({ ...standing, killSwitch: 'storm' }),
    });
    await screen.findByText(/The kill switch is on: nothing/);
    press('Approve & run…');
    expect(screen.queryByRole('dialog')).toBeNull();
    press('Approve…');
    expect(screen.getByRole('dialog')).toBeTruthy();
    expect(called(console, 'remediation.approve')).toEqual([]);
  });

  it('tells whoever may not approve why', async () => {
    show(exampleRemediation(), {
      'system.whoAmI': () => ({
        operator: 'carol',
        role: 'operator',
        refused: { 'remediation.approve': 'approver' },
      }),
    });
    await screen.findByText('Policy asks for an approver here');
    press('Approve…');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('following a run', () => {
  it('shows each step as it goes, and can be stopped', () => {
    show(
      exampleRemediation({
        state: 'verifying',
        journal: exampleJournal(takenUp, checkedWell, meant, answered, readBack('not-yet')),
      }),
    );
    expect(screen.getByText(/1 of 1 call made/)).toBeTruthy();
    expect(screen.getByText('not yet: its heartbeat is red')).toBeTruthy();
    press('Stop…');
    expect(dialog().getByRole('button', { name: 'Stop before the next step' })).toBeTruthy();
  });

  it('asks a person what became of what nobody saw, and chooses nothing for them', async () => {
    const { console } = show(
      exampleRemediation({
        state: 'outcome-unknown',
        outcome: 'the call was under way when the process ended',
        journal: exampleJournal(takenUp, checkedWell, meant),
      }),
    );
    expect(screen.getByText('the call was under way when the process ended')).toBeTruthy();
    press('Record the outcome');
    expect(called(console, 'remediation.settle')).toEqual([]);
    fireEvent.click(screen.getByRole('radio', { name: /It worked/ }));
    fireEvent.change(screen.getByLabelText(/What you saw/), { target: { value: 'it is up' } });
    press('Record that it worked');
    await waitFor(() =>
      expect(called(console, 'remediation.settle')).toEqual([
        { id: 'R-aaaaaaaa', as: 'succeeded', note: 'it is up' },
      ]),
    );
  });
});
