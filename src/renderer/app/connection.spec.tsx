import { act, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { renderConsole } from '../test-console.tsx';
import { Toasts } from '../ui/toast.tsx';
import { Connection, tokenIn } from './connection.tsx';
import { LostBand } from './lost-band.tsx';
import { useCall, useEvent } from './use-call.ts';

const about = {
  version: '0',
  host: 'server',
  platform: 'linux',
  dataDir: '/data',
  site: 'test',
  startedAt: '2026-11-23T10:00:00.000Z',
  now: '2026-11-23T12:00:00.000Z',
  operator: 'alice',
};

function Shown() {
  const { data } = useCall('system.about', {});
  useEvent('status.changed', {}, () => {});
  return <p>{data?.operator}</p>;
}

const page = (
  <Connection>
    <LostBand />
    <Shown />
    <Toasts />
  </Connection>
);

describe('a connection that is lost', () => {
  it('leaves what was read on the screen, and has it read again when it is back', async () => {
    const answer = vi.fn<() => unknown>(() => about);
    const application = renderConsole(page, { 'system.about': answer });
    await screen.findByText('alice');
    act(() => application.setStatus({ is: 'lost', since: performance.now() - 5_000, reason: 'closed' }));
    screen.getByText(/The application is away since/);
    screen.getByText('alice');
    expect(answer).toHaveBeenCalledOnce();

    answer.mockReturnValue({ ...about, operator: 'bob' });
    act(() => application.setStatus({ is: 'open', instance: 'two', version: '0', contract: 'x' }));
    await screen.findByText('bob');
    expect(screen.queryByText(/The application is away since/)).toBeNull();
  });

  it('is made up for when events were missed', async () => {
    const answer = vi.fn<() => unknown>(() => about);
    const application = renderConsole(page, { 'system.about': answer });
    await screen.findByText('alice');
    act(() => application.emit('status.changed', { at: about.now }, 0));
    expect(answer).toHaveBeenCalledOnce();
    act(() => application.emit('status.changed', { at: about.now }, 3));
    await vi.waitFor(() => expect(answer).toHaveBeenCalledTimes(2));
  });
});

describe('a connection that is refused', () => {
  it('for want of the token asks for it', () => {
    const application = renderConsole(page);
    act(() => application.setStatus({ is: 'refused', error: { code: 'unauthorized', message: 'no' } }));
    screen.getByRole('heading', { name: 'This address needs its token' });
    expect(screen.getByLabelText('Token, or the whole address')).toBeDefined();
  });

  it('for another version offers to load the page anew', () => {
    const application = renderConsole(page);
    act(() =>
      application.setStatus({ is: 'refused', error: { code: 'unknown-method', message: 'contract 2' } }),
    );
    screen.getByRole('button', { name: 'Reload the page' });
    expect(screen.getByText('contract 2')).toBeDefined();
  });
});

it.each([
  ['abcdefgh12345678', 'abcdefgh12345678'],
  ['  http://127.0.0.1:4600/#token=abcdefgh1234 ', 'abcdefgh1234'],
  ['http://127.0.0.1:4600/', undefined],
  ['', undefined],
])('the token in “%s” is %s', (typed, expected) => expect(tokenIn(typed)).toBe(expected));

it('a token that was entered and refused is told', () => {
  sessionStorage.setItem('datacenter-docs.token-entered', 'yes');
  const application = renderConsole(page);
  act(() => application.setStatus({ is: 'refused', error: { code: 'unauthorized', message: 'no' } }));
  screen.getByText('This token was not accepted.', { exact: false });
  expect(sessionStorage.getItem('datacenter-docs.token-entered')).toBeNull();
});
