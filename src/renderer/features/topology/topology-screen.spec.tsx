import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { InputOf } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/contract-error.ts';
import { renderConsole, type Answers } from '../../test-console.tsx';
import { TopologyScreen } from './topology-screen.tsx';

const at = '2026-11-23T12:00:00.000Z';
const node = (id: string, kind: string, more: object = {}) => ({
  id,
  type: 'entity',
  kind,
  name: id.split(':').at(-1),
  source: 's',
  simulated: false,
  framed: false,
  open: false,
  canOpen: false,
  count: 0,
  folded: [],
  findings: { critical: 0, warning: 0, info: 0 },
  ...more,
});
const nodes = [
  node('s:host:a', 'host', { canOpen: true, folded: [{ kind: 'vm', count: 12 }], severity: 'warning' }),
  node('s:datastore:ds', 'datastore'),
];
const graph = {
  at,
  lens: 'everything',
  nodes,
  edges: [{ id: 'e', from: 's:host:a', to: 's:datastore:ds', type: 'stored-on', count: 12 }],
  total: 14,
  shown: 2,
  limited: false,
  truncated: false,
};
const asked: InputOf<'topology.graph'>[] = [];
const show = (more: Answers = {}) =>
  renderConsole(<TopologyScreen />, {
    'topology.graph': (input: InputOf<'topology.graph'>) => {
      asked.push(input);
      return graph;
    },
    'inventory.entity': () => {
      throw new ContractError({ code: 'not-available', message: 'not in this spec' });
    },
    ...more,
  });

beforeEach(() => {
  asked.length = 0;
  history.replaceState(null, '', '/topology?as=table');
});

it('is a table as well: what is shown, what it holds, what depends on what', async () => {
  show();
  const [shown, ties] = await screen.findAllByRole('table');
  expect(within(shown as HTMLElement).getByText('12 VMs', { exact: false })).toBeTruthy();
  const tie = within(ties as HTMLElement).getByRole('row', { name: /a stored on ds 12/ });
  expect(tie).toBeTruthy();
});

it('opens in the address what was opened, so that a copied link shows the same', async () => {
  show();
  fireEvent.click(await screen.findByRole('button', { name: 'Open' }));
  await waitFor(() => expect(asked.at(-1)?.expanded).toEqual(['s:host:a']));
  expect(new URLSearchParams(location.search).get('open')).toBe('s:host:a');
});

it('asks for what the address says', async () => {
  history.replaceState(
    null,
    '',
    '/topology?as=table&lens=storage&focus=s:host:a&depth=2&failed=s:datastore:ds&closed=x&at=2026-11-20T12:00:00.000Z',
  );
  show({ 'topology.blastRadius': () => ({}) });
  await waitFor(() =>
    expect(asked[0]).toMatchObject({
      lens: 'storage',
      focus: 's:host:a',
      depth: 2,
      failed: 's:datastore:ds',
      collapsed: ['x'],
      at: '2026-11-20T12:00:00.000Z',
    }),
  );
});

it('an address that means nothing is the default', async () => {
  history.replaceState(null, '', '/topology?as=table&lens=all&focus=nonsense&depth=99');
  show();
  await screen.findAllByRole('table');
  expect(asked[0]).toEqual({ lens: 'everything', expanded: [], collapsed: [], limit: 300 });
});

describe('a failure', () => {
  const vm = { id: 's:vm:web', kind: 'vm', name: 'web', source: 's' };
  const host = { id: 's:host:a', kind: 'host', name: 'a', source: 's' };
  const radius = {
    at,
    root: host,
    affected: [
      {
        ...vm,
        level: 'restarts',
        distance: 1,
        chain: [{ why: 'takeover', type: 'runs-on', on: host, onLevel: 'lost', by: { ...host, name: 'b' } }],
      },
    ],
    total: 1,
    levels: { lost: 0, restarts: 1, reduced: 0 },
    counts: [{ kind: 'vm', lost: 0, restarts: 1, reduced: 0 }],
    caveats: [{ code: 'uplinks-unknown', count: 2, names: ['x', 'y'] }],
  };

  it('says what it would do, why, and what is not known', async () => {
    history.replaceState(null, '', '/topology?as=table&failed=s:host:a');
    show({ 'topology.blastRadius': () => radius });
    const panel = await screen.findByRole('complementary', { name: 'If a fails' });
    expect(within(panel).getByText('0 lost, 1 restart, 0 less redundant')).toBeTruthy();
    expect(within(panel).getByText('a is gone, b can take over')).toBeTruthy();
    expect(within(panel).getByText(/2 hosts: an adapter’s switch port is not collected/)).toBeTruthy();
  });

  it('of which nothing is known to follow says so', async () => {
    history.replaceState(null, '', '/topology?as=table&failed=s:host:a');
    const nothing = { lost: 0, restarts: 0, reduced: 0 };
    show({
      'topology.blastRadius': () => ({
        ...radius,
        affected: [],
        total: 0,
        levels: nothing,
        counts: [],
        caveats: [],
      }),
    });
    expect(await screen.findByText('Nothing that is known depends on it.')).toBeTruthy();
  });
});

it('of a part that nothing was collected of offers everything', async () => {
  history.replaceState(null, '', '/topology?lens=storage');
  show({ 'topology.graph': () => ({ ...graph, nodes: [], edges: [], total: 0, shown: 0 }) });
  expect(await screen.findByText('Storage has nothing to draw')).toBeTruthy();
});

it('of an entity that is gone says so, and leads back', async () => {
  history.replaceState(null, '', '/topology?focus=s:vm:gone');
  show({
    'topology.graph': () =>
      Promise.reject(new ContractError({ code: 'entity-not-found', message: 'There is no entity.' })),
  });
  expect(await screen.findByText('There is no entity.')).toBeTruthy();
  fireEvent.click(screen.getAllByRole('button', { name: 'Show everything again' }).at(-1) as HTMLElement);
  await waitFor(() => expect(location.search).not.toContain('focus'));
});
