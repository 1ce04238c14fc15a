import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/contract-error.ts';
import { renderConsole, type Answers } from '../../test-console.tsx';
import { useLabStart } from './lab-start.ts';
import { OverviewScreen } from './overview-screen.tsx';

type Overview = OutputOf<'overview.read'>;

const at = new Date().toISOString();
const none = { critical: 0, warning: 0, info: 0 };
const empty = {
  at,
  since: at,
  sources: 0,
  entities: 0,
  approvals: { pending: 0, automation: 'manual' },
  tickets: { open: 0, p1: 0, overdue: 0 },
  freshness: [],
  unusable: [],
  expectedSeconds: 3_600,
  documents: { total: 0, stale: 0 },
  findings: { ...none, opened: none },
  topFindings: [],
  domains: [],
  changes: { configuration: 0, placement: 0, appeared: 0, disappeared: 0 },
  changeGroups: [],
  activity: [],
};
const calm = {
  ...empty,
  sources: 1,
  entities: 80,
  freshness: [
    {
      source: 'vc',
      domain: 'vmware',
      simulated: false,
      running: false,
      retired: false,
      lastRunAt: at,
      lastOutcome: 'succeeded',
      lastCompleteAt: at,
      ageSeconds: 60,
    },
  ],
  domains: [
    {
      domain: 'vmware',
      document: 'virtualization',
      kinds: [{ kind: 'vm', count: 80 }],
      findings: none,
      figures: [
        { key: 'memory-used', percent: 41, used: 41, total: 100, unit: 'bytes' },
        { key: 'cpu-used', unknown: 'no cluster gives its CPU' },
      ],
      filling: { is: 'none', reason: 'no-trend' },
      simulated: false,
    },
  ],
};

function show(overview: object, more: Answers = {}) {
  return renderConsole(<OverviewScreen />, {
    'overview.read': () => overview,
    'overview.changes': () => ({ from: at, to: at, starts: [at], series: [], total: 0 }),
    'jobs.list': () => ({ jobs: [], paused: false, running: true, queues: [] }),
    'documents.stale': () => ({ documents: [] }),
    ...more,
  });
}

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/');
  useLabStart.setState({ is: 'idle' }, true);
});

describe('a first run', () => {
  it('offers the lab and a server, and shows how far the lab is', async () => {
    let finish: (value: unknown) => void = () => {};
    const { calls } = show(empty, {
      'sources.addLab': () => new Promise((resolve) => (finish = resolve)),
    });
    const start = await screen.findByRole('button', { name: 'Start the lab' });
    expect(screen.getByRole('link', { name: 'Add a server' }).getAttribute('href')).toBe('/settings/servers');
    fireEvent.click(start);
    await screen.findByRole('progressbar');
    act(() =>
      useLabStart.setState({
        is: 'running',
        progress: { phase: 'collect', done: 3, total: 12, message: 'vmware hosts' },
      }),
    );
    expect(screen.getByText('vmware hosts')).toBeTruthy();
    expect(calls.filter(({ method }) => method === 'sources.addLab')).toHaveLength(1);
    await act(async () => finish({ entities: 1, documents: 1, tookMs: 100 }));
    await waitFor(() =>
      expect(calls.filter(({ method }) => method === 'overview.read').length).toBeGreaterThan(1),
    );
  });

  it('says why the lab could not be set up, and lets it be tried again', async () => {
    show(empty, {
      'sources.addLab': () =>
        Promise.reject(
          new ContractError({ code: 'lab-missing', message: 'no program', hint: 'Install again.' }),
        ),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Start the lab' }));
    expect((await screen.findByRole('alert')).textContent).toContain('no program');
    expect(screen.getByText('Install again.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start the lab' })).toBeTruthy();
  });
});

it('is without alarm when all is well: each number is zero and says what that means', async () => {
  show(calm);
  const attention = await screen.findByRole('region', { name: 'What needs me now' });
  expect(attention.querySelectorAll('[data-status="critical"], [data-status="warning"]')).toHaveLength(0);
  expect(attention.textContent).toContain('none; automation is off');
  expect(screen.queryByText('Collections that did not succeed')).toBeNull();
  expect(screen.getByRole('link', { name: 'Virtualization' }).getAttribute('href')).toBe(
    '/documents/virtualization',
  );
  expect(screen.getByRole('link', { name: '80 VMs' }).getAttribute('href')).toBe(
    '/inventory?filter=kind%3Avm',
  );
  expect(screen.getByLabelText('Unknown: no cluster gives its CPU')).toBeTruthy();
});

it('names a collection that fails, since when, why and what to do', async () => {
  const failing: Overview['freshness'] = [
    {
      ...(calm.freshness[0] as Overview['freshness'][number]),
      lastOutcome: 'failed',
      lastError: { code: 'disconnected', message: 'the process ended with code 2' },
    },
  ];
  const run = vi.fn(() => ({ runId: 'job-1', joined: false }));
  show({ ...calm, freshness: failing }, { 'jobs.run': run });
  expect(await screen.findByText('the process ended with code 2')).toBeTruthy();
  expect(screen.getByText(/Test the server in the settings/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Collect now' }));
  await waitFor(() => expect(run).toHaveBeenCalledWith({ job: 'collection' }));
});

it('writes stale documents with one click, and says why they are stale', async () => {
  const run = vi.fn(() => ({ runId: 'job-1', joined: false }));
  show(
    { ...calm, documents: { total: 4, stale: 1 } },
    {
      'jobs.run': run,
      'documents.stale': () => ({
        documents: [
          {
            id: 'network',
            title: 'Network',
            state: 'configuration',
            reason: 'state of 3 ports',
            sections: [],
            details: [],
          },
        ],
      }),
    },
  );
  expect(await screen.findByText('state of 3 ports')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Write documents' }));
  await waitFor(() => expect(run).toHaveBeenCalledWith({ job: 'documents' }));
});

it('of a moment in the past asks for that moment, and offers nothing to do', async () => {
  history.replaceState(null, '', `/?at=2026-11-20T12%3A00%3A00.000Z`);
  const { calls } = show({ ...calm, documents: { total: 4, stale: 2 } });
  await screen.findByText('as of now');
  expect(calls.find(({ method }) => method === 'overview.read')?.input).toMatchObject({
    at: '2026-11-20T12:00:00.000Z',
    since: '2026-11-19T12:00:00.000Z',
  });
  expect(screen.queryByRole('button', { name: 'Write documents' })).toBeNull();
});

it('shows what runs while it runs', async () => {
  const shown = show(calm);
  await screen.findByRole('region', { name: 'What needs me now' });
  const run = {
    type: 'job',
    id: 'j1',
    job: 'collection',
    queue: 'data-collection',
    trigger: 'operator',
    attempt: 1,
    queuedAt: at,
    logLines: 0,
  };
  act(() =>
    shown.emit('jobs.changed', {
      run: { ...run, outcome: 'running' },
      progress: { done: 1, total: 4, message: 'vc/vmware hosts' },
    }),
  );
  expect(await screen.findByText('vc/vmware hosts')).toBeTruthy();
  act(() => shown.emit('jobs.changed', { run: { ...run, outcome: 'succeeded', finishedAt: at } }));
  await waitFor(() => expect(screen.queryByText('vc/vmware hosts')).toBeNull());
});
