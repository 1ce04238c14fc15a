import { act, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderConsole } from '../../test-console.tsx';
import { ScheduleSection } from './schedule-section.tsx';

const run = {
  type: 'job',
  id: 'run-1',
  job: 'collection',
  queue: 'data-collection',
  trigger: 'schedule',
  attempt: 1,
  queuedAt: '2026-11-23T12:00:00.000Z',
  outcome: 'running',
  logLines: 0,
};

const job = {
  name: 'collection',
  queue: 'data-collection',
  enabled: true,
  paused: false,
  schedule: { everySeconds: 3_600 },
  nextDueAt: [],
  timeoutSeconds: 60,
  retries: 0,
  current: run,
};

it('follows how far a run is by what is told, and reads the list again only when a run begins or ends', async () => {
  const told = renderConsole(<ScheduleSection />, {
    'jobs.list': () => ({ jobs: [job], queues: [], paused: false, running: true }),
  });
  const asked = () => told.calls.filter(({ method }) => method === 'jobs.list').length;
  await waitFor(() => expect(asked()).toBe(1));
  act(() => {
    for (let done = 0; done < 20; done += 1) {
      told.emit('jobs.changed', { run, progress: { done, total: 20, message: `host ${done}` } });
    }
  });
  expect(await screen.findByText('host 19')).toBeDefined();
  expect(asked()).toBe(1);
  act(() => told.emit('jobs.changed', { run: { ...run, outcome: 'succeeded', finishedAt: run.queuedAt } }));
  await waitFor(() => expect(asked()).toBe(2));
});
