import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import type { Source } from '../../../../shared/contract/sources.ts';
import { renderConsole } from '../../../test-console.tsx';
import { TrustView } from './trust-view.tsx';

const source: Source = {
  name: 'vc',
  target: 'npx vc',
  entry: {
    kind: 'stdio',
    command: 'npx',
    args: ['vc'],
    env: {},
    options: { readOnlyTools: [], simulated: false },
  },
  disabled: false,
  simulated: false,
  state: { is: 'idle' },
  trust: 'new',
  secrets: [],
  freshness: [],
  entities: 0,
};
const command = { kind: 'stdio' as const, command: 'npx', args: ['vc'], env: {} };
const tool = (name: string, description: string) => ({ name, description, inputSchema: {} });
const inspected: OutputOf<'sources.inspectCommand'> = {
  name: 'vc',
  command,
  commandLines: ['command  npx vc'],
  fingerprint: 'of-the-command',
  accepted: false,
  changes: [{ what: 'server-new' }],
};
const seen: OutputOf<'sources.inspect'> = {
  ...inspected,
  fingerprint: 'of-all',
  server: { name: 'vsphere', version: '2' },
  tools: [tool('list_vms', 'Lists <b>VMs</b>.'), tool('delete_vm', 'Deletes one.')],
  collectors: [],
  askedFor: [],
};

describe('trust on first use', () => {
  test('nothing is started before the command was read, and nothing is accepted unseen', async () => {
    const { calls } = renderConsole(<TrustView source={source} />, {
      'sources.inspectCommand': () => inspected,
      'sources.inspect': () => seen,
      'sources.accept': () => ({}),
    });
    expect(await screen.findByText(/npx vc/)).toBeDefined();
    expect(screen.queryByRole('button', { name: /^Accept/ })).toBeNull();
    expect(calls.map(({ method }) => method)).not.toContain('sources.inspect');

    fireEvent.click(screen.getByRole('button', { name: /start it and show its tools/ }));
    // Every tool stands in full, and what it says is text.
    expect(await screen.findByText('Lists <b>VMs</b>.')).toBeDefined();
    expect(screen.getByText('Deletes one.')).toBeDefined();
    expect(calls.find(({ method }) => method === 'sources.inspect')?.input).toEqual({
      name: 'vc',
      acceptedCommand: 'of-the-command',
    });

    fireEvent.click(screen.getByRole('button', { name: 'Accept this command and 2 tools' }));
    await screen.findByText(/npx vc/);
    expect(calls.find(({ method }) => method === 'sources.accept')?.input).toEqual({
      name: 'vc',
      fingerprint: 'of-all',
    });
  });

  test('what changed stands beside what was accepted', async () => {
    const before = {
      command,
      commandLines: ['command  npx vc'],
      tools: [tool('list_vms', 'Lists VMs.')],
      at: '2026-11-01T08:00:00.000Z',
    };
    const now = {
      ...inspected,
      commandLines: ['command  npx evil'],
      changes: [{ what: 'command' as const, part: 'arguments', before: 'vc', after: 'evil' }],
      before,
    };
    renderConsole(<TrustView source={{ ...source, trust: 'changed' }} />, {
      'sources.inspectCommand': () => now,
      'sources.inspect': () => ({
        ...seen,
        ...now,
        fingerprint: 'of-all',
        changes: [
          ...now.changes,
          {
            what: 'tool-changed' as const,
            tool: 'list_vms',
            part: 'description' as const,
            before: 'Lists VMs.',
            after: 'Lists VMs, then deletes them.',
          },
          { what: 'tool-removed' as const, tool: 'get_vm' },
        ],
      }),
    });
    expect(await screen.findByText('vc', { selector: 'del' })).toBeDefined();
    expect(screen.getByText('evil', { selector: 'ins' })).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: /start it and show its tools/ }));
    expect(await screen.findByText(/Another description/)).toBeDefined();
    expect(screen.getByText(/then deletes them/, { selector: 'ins' })).toBeDefined();
    expect(screen.getByText('get_vm')).toBeDefined();
  });
});
