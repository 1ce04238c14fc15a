import { describe, expect, it } from 'vitest';
import {
  answered,
  checkedWell,
  exampleJournal,
  examplePlan,
  meant,
  readBack,
  takenUp,
} from '../example-remediation.spec-helper.ts';
import { runProgress } from './run-progress.ts';

const plan = examplePlan();
const two = examplePlan({
  calls: [
    { source: 'lab', tool: 'restart', arguments: {}, does: 'asks the guest' },
    { source: 'lab', tool: 'reset', arguments: {}, does: 'presses reset', unlessMetWithinSeconds: 30 },
  ],
});

describe('how far a run has got', () => {
  it('says nothing of what was only run dry', () => {
    const journal = exampleJournal({ ...takenUp, dryRun: true }, checkedWell);
    expect(runProgress({ state: 'awaiting-approval', plan, journal })).toBeUndefined();
  });

  it('waits for everything while the target is read', () => {
    const progress = runProgress({ state: 'planned', plan, journal: exampleJournal(takenUp) });
    expect(progress?.preCheck.state).toBe('running');
    expect(progress?.run.calls.map(({ state }) => state)).toEqual(['waiting']);
    expect(progress?.run.verify.state).toBe('waiting');
  });

  it('shows a call between its intent and its answer as under way', () => {
    const journal = exampleJournal(takenUp, checkedWell, meant);
    const progress = runProgress({ state: 'executing', plan, journal });
    expect(progress?.run.calls[0]?.state).toBe('running');
    expect(progress?.run.verify.state).toBe('waiting');
    expect(progress).toMatchObject({ made: 0, total: 1 });
  });

  it('calls an intent without an answer unknown once nothing runs any more, and never failed', () => {
    const journal = exampleJournal(takenUp, checkedWell, meant);
    expect(runProgress({ state: 'outcome-unknown', plan, journal })?.run.calls[0]?.state).toBe('unknown');
  });

  it('polls until the time is up, and counts how often', () => {
    const journal = exampleJournal(
      takenUp,
      checkedWell,
      meant,
      answered,
      readBack('not-yet'),
      readBack('not-yet'),
    );
    const verify = runProgress({ state: 'verifying', plan, journal })?.run.verify;
    expect(verify).toMatchObject({ state: 'running', polls: 2, until: '2030-01-01T10:02:03.000Z' });
  });

  it('holds that what answered well and was not met has failed', () => {
    const journal = exampleJournal(takenUp, checkedWell, meant, answered, readBack('not-yet'));
    expect(runProgress({ state: 'failed', plan, journal })?.run.verify.state).toBe('failed');
  });

  it('skips the second way when the first has helped', () => {
    const journal = exampleJournal(takenUp, checkedWell, meant, answered, readBack('met'));
    expect(
      runProgress({ state: 'executing', plan: two, journal })?.run.calls.map(({ state }) => state),
    ).toEqual(['done', 'skipped']);
  });

  it('follows a rollback as a way of its own', () => {
    const back = { source: 'lab', tool: 'power_on', arguments: {}, does: 'powers it on' };
    const journal = exampleJournal(
      takenUp,
      checkedWell,
      meant,
      answered,
      readBack('failed'),
      { is: 'rollback-planned', by: 'alice', calls: [back], text: 'power it on' },
      { ...meant, phase: 'rollback', tool: 'power_on', does: back.does },
    );
    const progress = runProgress({ state: 'rolling-back', plan, journal });
    expect(progress?.run.verify.state).toBe('failed');
    expect(progress?.rollback?.calls.map(({ state }) => state)).toEqual(['running']);
    expect(progress).toMatchObject({ made: 0, total: 1 });
  });
});
