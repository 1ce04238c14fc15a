import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderConsole } from '../../test-console.tsx';
import { SyncIndicator } from './sync-indicator.tsx';
import { exampleCollection, exampleStatus } from './sync.spec-helper.ts';
import type { SyncStatus } from './use-sync.ts';

function show(status: SyncStatus) {
  let now = status;
  const console = renderConsole(<SyncIndicator />, { 'sync.status': () => now });
  return {
    become(next: SyncStatus) {
      now = next;
      act(() => console.emit('sync.changed', { state: next.state }));
    },
  };
}
const mark = (name: string) => screen.findByRole('button', { name });

describe('the mark of the shared state', () => {
  it.each([
    [exampleStatus({ state: 'off', collections: [] }), 'Sync: Local only', 'off'],
    [exampleStatus(), 'Sync: Shared', 'ok'],
    [exampleStatus({ state: 'paused' }), 'Sync: Paused', 'warning'],
    [exampleStatus({ state: 'unreachable' }), 'Sync: Unreachable', 'warning'],
    [exampleStatus({ state: 'refused' }), 'Sync: Refused', 'critical'],
    [exampleStatus({ state: 'not-set-up' }), 'Sync: Not set up', 'critical'],
  ])('tells each state from the others', async (status, name, kind) => {
    show(status);
    expect((await mark(name)).dataset['status']).toBe(kind);
  });

  it('counts what waits while the server is away, without what the server did not want anyway', async () => {
    const shown = show(exampleStatus());
    await mark('Sync: Shared');
    shown.become(
      exampleStatus({
        state: 'unreachable',
        text: 'Nothing comes back.',
        collections: [
          exampleCollection('tickets', { pending: 10 }),
          exampleCollection('documents', { pending: 3, parked: 1 }),
        ],
      }),
    );
    fireEvent.click(await mark('Sync: 12 changes wait'));
    expect(screen.getByText('Nothing comes back.')).toBeTruthy();
    expect(screen.getByText('12 changes wait here and are sent as soon as they can be.')).toBeTruthy();
  });

  it('says which collections have a fault, and how many documents are refused', async () => {
    show(
      exampleStatus({
        collections: [
          exampleCollection('tickets', { parked: 2, pending: 2 }),
          exampleCollection('audit', { fault: { text: 'It failed.', at: exampleStatus().since as never } }),
        ],
      }),
    );
    const button = await mark('Sync: 2 changes refused');
    expect(button.dataset['status']).toBe('warning');
    fireEvent.click(button);
    expect(screen.getByText('With faults: Audit')).toBeTruthy();
  });
});
