import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ContractError } from '../../../../shared/contract/contract-error.ts';
import type { PortCallOptions } from '../../../../shared/contract/port.ts';
import { exampleCollection, exampleStatus } from '../../../app/sync/sync.spec-helper.ts';
import { renderConsole, type Answers, type TestConsole } from '../../../test-console.tsx';
import { SyncSection } from './sync-section.tsx';

const values = {
  couchdb: { url: 'https://couch.example.org:6984', user: 'alice', prefix: 'noc', leads: true },
};

const show = (answers: Answers = {}): TestConsole =>
  renderConsole(<SyncSection />, {
    'sync.status': () => exampleStatus(),
    'sync.parked': () => ({ items: [] }),
    'system.whoAmI': () => ({ operator: 'alice', role: 'admin', refused: {} }),
    'settings.read': () => ({ values, defaults: { couchdb: { leads: true } }, schema: {} }),
    ...answers,
  });
const off: Answers = { 'sync.status': () => exampleStatus({ state: 'off', collections: [] }) };
const called = ({ calls }: TestConsole, method: string) =>
  calls.filter((call) => call.method === method).map(({ input }) => input);
const type = (name: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(name), { target: { value } });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const dialog = () => within(screen.getByRole('dialog'));

describe('a workstation that works for itself', () => {
  it('is connected with an account and a password that is not kept on the screen', async () => {
    const console = show({ ...off, 'sync.connect': () => ({ state: 'running', text: 'x' }) });
    await screen.findByRole('button', { name: 'Test and connect' });
    type(/^Address/, 'https://couch.example.org:6984 ');
    type(/^Account/, 'alice');
    type(/^Password/, 'secret ');
    press('Test and connect');
    await waitFor(() =>
      expect(called(console, 'sync.connect')).toEqual([
        { url: 'https://couch.example.org:6984', user: 'alice', password: 'secret ' },
      ]),
    );
    await waitFor(() => expect(screen.getByLabelText(/^Password/)).toHaveProperty('value', ''));
  });

  it('keeps what was typed when the server refuses it, and says what to do', async () => {
    show({
      ...off,
      'sync.connect': () =>
        Promise.reject(
          new ContractError({ code: 'couchdb-refused', message: 'Name or password is incorrect.' }),
        ),
    });
    await screen.findByRole('button', { name: 'Test and connect' });
    type(/^Address/, 'https://couch.example.org:6984');
    type(/^Account/, 'alice');
    type(/^Password/, 'wrong');
    press('Test and connect');
    expect((await screen.findByRole('alert')).textContent).toContain(
      'Check account and password. Nothing was changed here.',
    );
    expect(screen.getByLabelText(/^Password/)).toHaveProperty('value', 'wrong');
  });

  it.each([
    ['no address', 'couch', 'Expected an address such as https://couchdb.example.org:6984'],
    ['an account within the address', 'https://a:b@couch.example.org', /fields of their own/],
    ['a way that anybody reads', 'http://couch.example.org:5984', /unencrypted/],
  ])('is told of %s before anybody is asked', async (_, url, said) => {
    show(off);
    await screen.findByRole('button', { name: 'Test and connect' });
    type(/^Address/, url);
    expect(screen.getByText(said)).toBeTruthy();
  });

  it('is told that it goes by the account’s name from then on', async () => {
    show(off);
    await screen.findByRole('button', { name: 'Test and connect' });
    type(/^Account/, 'bob');
    expect(await screen.findByText(/not “alice”/)).toBeTruthy();
    type(/^Account/, 'alice');
    expect(screen.queryByText(/from then on/)).toBeNull();
  });

  it('is connected by admins only, and says so', async () => {
    show({
      ...off,
      'system.whoAmI': () => ({ operator: 'vera', role: 'viewer', refused: { 'sync.connect': 'admin' } }),
    });
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Test and connect' })).toHaveProperty('disabled', true),
    );
    expect(screen.getAllByText(/admin/).length).toBeGreaterThan(0);
  });
});

describe('a workstation that shares', () => {
  it('shows of each collection what waits, what was refused, and what went wrong', async () => {
    show({
      'sync.status': () =>
        exampleStatus({
          collections: [
            exampleCollection('tickets', { pending: 1_200, merged: 3 }),
            exampleCollection('audit', {
              databases: ['noc-audit-2025', 'noc-audit-2026'],
              fault: { text: 'audit-2027 does not exist', at: exampleStatus().since as never },
            }),
          ],
        }),
    });
    const row = (await screen.findByRole('rowheader', { name: 'Tickets' })).closest('tr');
    expect(row?.textContent).toContain('1,200');
    expect(screen.getByText('audit-2027 does not exist')).toBeTruthy();
    expect(screen.getByText('noc-audit-2026')).toBeTruthy();
  });

  it('warns of a clock that is more than a minute off', async () => {
    show({ 'sync.status': () => exampleStatus({ clockSkewMs: -90_000 }) });
    expect(await screen.findByText('90 seconds behind the server’s')).toBeTruthy();
    expect(screen.getByText(/NTP/)).toBeTruthy();
  });

  it('is paused with a reason', async () => {
    const console = show({ 'sync.pause': () => ({}) });
    await screen.findByRole('button', { name: 'Pause…' });
    press('Pause…');
    expect(dialog().getByRole('button', { name: 'Pause sharing' })).toHaveProperty('disabled', true);
    fireEvent.change(dialog().getByRole('textbox'), { target: { value: 'moving the server' } });
    fireEvent.click(dialog().getByRole('button', { name: 'Pause sharing' }));
    await waitFor(() => expect(called(console, 'sync.pause')).toEqual([{ reason: 'moving the server' }]));
  });

  it('goes on again by one press', async () => {
    const console = show({
      'sync.status': () => exampleStatus({ state: 'paused', text: 'paused by bob: moving' }),
      'sync.resume': () => ({}),
    });
    expect(await screen.findByText('paused by bob: moving')).toBeTruthy();
    press('Resume');
    await waitFor(() => expect(called(console, 'sync.resume')).toEqual([{}]));
  });

  it('sends and reads anew only after saying what that does', async () => {
    const console = show({ 'sync.repair': () => ({ collections: ['tickets'] }) });
    await screen.findByRole('button', { name: 'Send and read anew…' });
    press('Send and read anew…');
    expect(dialog().getByText('Nothing is deleted on either side.')).toBeTruthy();
    expect(called(console, 'sync.repair')).toEqual([]);
    fireEvent.click(dialog().getByRole('button', { name: 'Send and read anew' }));
    await waitFor(() => expect(called(console, 'sync.repair')).toEqual([{}]));
  });

  it('is disconnected only when the server was typed', async () => {
    const console = show({ 'sync.disconnect': () => ({}) });
    await screen.findByRole('button', { name: 'Disconnect…' });
    press('Disconnect…');
    const act = dialog().getByRole('button', { name: 'Disconnect' });
    expect(act).toHaveProperty('disabled', true);
    fireEvent.change(dialog().getByRole('textbox'), { target: { value: 'couch.example.org:6984' } });
    fireEvent.click(act);
    await waitFor(() => expect(called(console, 'sync.disconnect')).toEqual([{}]));
  });

  it('keeps the stored password when nothing but the rest of a connection is changed', async () => {
    const console = show({ 'sync.connect': () => ({ state: 'running', text: 'x' }) });
    await screen.findByRole('button', { name: 'Change…' });
    press('Change…');
    await dialog().findByLabelText(/^Address/);
    fireEvent.change(dialog().getByLabelText(/^Prefix/), { target: { value: 'site-b' } });
    fireEvent.click(dialog().getByRole('button', { name: 'Test and save' }));
    await waitFor(() =>
      expect(called(console, 'sync.connect')).toEqual([
        { url: 'https://couch.example.org:6984', user: 'alice', prefix: 'site-b' },
      ]),
    );
    act(() => undefined);
  });

  it('lists what the server refuses; only what is seen is drawn', async () => {
    const items = Array.from({ length: 500 }, (_, place) => ({
      collection: 'tickets',
      id: `T-${place}`,
      reason: 'role: expected an operator',
      at: '2026-11-23T11:58:00.000Z',
    }));
    show({ 'sync.parked': () => ({ items }) });
    const table = within(await screen.findByRole('table', { name: 'Refused' }));
    expect(screen.getByText('500 documents')).toBeTruthy();
    expect(table.getAllByRole('row').length).toBeLessThan(60);
  });
});

describe('comparing both sides', () => {
  const result = {
    ok: false,
    findings: [
      { subject: 'server', ok: true, text: 'CouchDB 3.5.0' },
      { subject: 'tickets', ok: false, text: '1 is not there', hint: 'Repair it.' },
    ],
    collections: [
      { collection: 'tickets', here: 3, there: 2, onlyHere: ['T-3'], onlyThere: [], differing: [] },
      { collection: 'audit', here: 9, there: 9, onlyHere: [], onlyThere: [], differing: [] },
    ],
    tookMs: 1_300,
  };

  it('says how far it is, then what differs, document by document', async () => {
    let finish: (value: unknown) => void = () => {};
    let progress: PortCallOptions['onProgress'];
    show({
      'sync.check': (_: never, options: PortCallOptions) => {
        progress = options.onProgress;
        return new Promise((resolve) => (finish = resolve));
      },
    });
    await screen.findByRole('button', { name: 'Compare both sides' });
    press('Compare both sides');
    await waitFor(() => expect(progress).toBeDefined());
    act(() => progress?.({ collection: 'tickets', done: 1, total: 4 }));
    expect(screen.getByText('Comparing Tickets')).toBeTruthy();
    await act(async () => finish(result));
    expect(screen.getByText('1 is not there')).toBeTruthy();
    press('1 only here');
    expect(screen.getByRole('link', { name: 'T-3' }).getAttribute('href')).toBe('/tickets/T-3');
  });

  it('is cancelled', async () => {
    let signal: PortCallOptions['signal'];
    show({
      'sync.check': (_: never, options: PortCallOptions) => {
        signal = options.signal;
        return new Promise(() => {});
      },
    });
    await screen.findByRole('button', { name: 'Compare both sides' });
    press('Compare both sides');
    await waitFor(() => expect(signal).toBeDefined());
    press('Cancel');
    expect(signal?.aborted).toBe(true);
    expect(screen.getByText('The comparison was cancelled')).toBeTruthy();
  });

  it('is not begun while nobody answers, and says why', async () => {
    const console = show({
      'sync.status': () => exampleStatus({ state: 'unreachable', text: 'No answer.' }),
    });
    await screen.findByRole('button', { name: 'Compare both sides' });
    press('Compare both sides');
    expect(called(console, 'sync.check')).toEqual([]);
  });
});
