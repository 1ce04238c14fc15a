import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderConsole, type Answers } from '../../test-console.tsx';
import { exampleStatus } from '../sync/sync.spec-helper.ts';
import { LookingAt } from './looking-at.tsx';
import { PresenceButton } from './presence-button.tsx';
import { exampleStation, looks } from './presence.spec-helper.ts';

const mine = exampleStation({
  workstation: 'w-1',
  name: 'noc-1',
  self: true,
  looking: [looks('alice', 'overview')],
});
const theirs = exampleStation({
  workstation: 'w-2',
  name: 'noc-2',
  looking: [looks('bob', 'tickets', 'T-1')],
  leads: ['collect:vcenter-a', 'documents'],
  running: ['R-1'],
});
const gone = exampleStation({
  workstation: 'w-3',
  name: 'noc-3',
  online: false,
  looking: [looks('eve', 'tickets', 'T-1')],
});

const answers = (more: Answers = {}): Answers => ({
  'sync.status': () => exampleStatus(),
  'system.whoAmI': () => ({ operator: 'alice', role: 'admin', refused: {} }),
  'presence.list': () => ({ stations: [mine, theirs, gone], current: true }),
  'presence.look': () => ({}),
  ...more,
});

describe('who is on shift', () => {
  it('is told with where they sit, what they look at, and what their workstation leads and runs', async () => {
    renderConsole(<PresenceButton />, answers());
    fireEvent.click(await screen.findByRole('button', { name: 'On shift: 2 people' }));
    expect(screen.getByText('noc-2')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'T-1' }).getAttribute('href')).toBe('/tickets/T-1');
    expect(screen.getByText('Leads collection of vcenter-a and documents')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'remediation R-1' }).getAttribute('href')).toBe(
      '/remediation/R-1',
    );
    expect(screen.getByText(/Not heard of/)).toBeTruthy();
  });

  it('says when it is no longer current', async () => {
    renderConsole(
      <PresenceButton />,
      answers({ 'presence.list': () => ({ stations: [mine], current: false }) }),
    );
    fireEvent.click(await screen.findByRole('button', { name: 'On shift: 1 person' }));
    expect(screen.getByText('As it was when the shared database was last heard of.')).toBeTruthy();
  });

  it('follows what is told', async () => {
    let stations = [mine];
    const console = renderConsole(
      <PresenceButton />,
      answers({ 'presence.list': () => ({ stations, current: true }) }),
    );
    await screen.findByRole('button', { name: 'On shift: 1 person' });
    stations = [mine, theirs];
    act(() => console.emit('presence.changed', {}));
    expect(await screen.findByRole('button', { name: 'On shift: 2 people' })).toBeTruthy();
  });

  it('is neither asked nor told while nothing is shared', async () => {
    const { calls } = renderConsole(
      <PresenceButton />,
      answers({ 'sync.status': () => exampleStatus({ state: 'off' }) }),
    );
    await waitFor(() => expect(calls.some(({ method }) => method === 'sync.status')).toBe(true));
    await act(async () => Promise.resolve());
    expect(calls.filter(({ method }) => method.startsWith('presence.'))).toEqual([]);
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('what this page shows', () => {
  beforeEach(() =>
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }),
  );
  afterEach(() => vi.useRealTimers());

  it('is told once somebody rests there, and again while they stay', async () => {
    const { calls } = renderConsole(<PresenceButton />, answers());
    const told = () => calls.filter(({ method }) => method === 'presence.look').map(({ input }) => input);
    await act(() => vi.advanceTimersByTimeAsync(300));
    expect(told()).toEqual([]);
    await act(() => vi.advanceTimersByTimeAsync(700));
    expect(told()).toEqual([{ view: 'overview' }]);
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(told()).toHaveLength(2);
  });
});

describe('who looks at the same thing', () => {
  it('is named, but for oneself and workstations that nothing is heard of', async () => {
    renderConsole(<LookingAt subject="T-1" />, answers());
    expect(await screen.findByText('bob looks at this')).toBeTruthy();
  });

  it('is counted where it is a crowd', async () => {
    const crowd = ['bob', 'carol', 'dave', 'erin'].map((name) => looks(name, 'tickets', 'T-1'));
    renderConsole(
      <LookingAt subject="T-1" />,
      answers({
        'presence.list': () => ({ stations: [exampleStation({ looking: crowd })], current: true }),
      }),
    );
    expect(await screen.findByText('bob, carol and 2 others look at this')).toBeTruthy();
  });

  it('is not said while it cannot be known', async () => {
    const { calls } = renderConsole(
      <LookingAt subject="T-1" />,
      answers({ 'presence.list': () => ({ stations: [theirs], current: false }) }),
    );
    await waitFor(() => expect(calls.some(({ method }) => method === 'presence.list')).toBe(true));
    await act(async () => Promise.resolve());
    expect(screen.queryByRole('note')).toBeNull();
  });
});
