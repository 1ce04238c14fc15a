import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { InputOf } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/contract-error.ts';
import { useSelectedEntities } from '../../app/selected-entities.ts';
import { renderConsole, type Answers } from '../../test-console.tsx';
import { Toasts } from '../../ui/toast.tsx';
import { InventoryList } from './inventory-list.tsx';
import { useListPreferences } from './list-preferences.ts';

const then = '2026-11-23T12:00:00.000Z';
const field = (path: string, title: string, more: object = {}) => ({
  path,
  title,
  type: 'text',
  align: 'left',
  shown: true,
  filterable: true,
  volatile: false,
  ...more,
});
const kinds = {
  common: [field('name', 'Name'), field('changedAt', 'Changed', { type: 'moment', shown: false })],
  kinds: [
    {
      kind: 'vm',
      domain: 'vmware',
      title: 'VM',
      plural: 'VMs',
      runtime: false,
      present: 40,
      fields: [
        field('powerState', 'Power state', { type: 'choice', choices: ['on', 'off'] }),
        field('memoryBytes', 'Memory', { type: 'number', align: 'right' }),
      ],
    },
  ],
  total: 40,
};

type RowsInput = InputOf<'inventory.rows'>;

const names = Array.from({ length: 40 }, (_, i) => `vm-${i}`);
const rows = vi.fn<(input: RowsInput) => unknown>();
const answers: Answers = {
  'inventory.kinds': () => kinds,
  'inventory.rows': rows,
  'inventory.rowsOf': ({ ids }: { ids: readonly string[] }) => ({
    at: then,
    rows: ids.map((id) => ({
      id,
      kind: 'vm',
      name: id.slice('s:vm:'.length),
      source: 's',
      simulated: false,
      observedAt: then,
      confirmedAt: then,
      changedAt: then,
      values: [id.endsWith('vm-2') ? 'off' : 'on', null, then, then],
      unknown: { 1: 'disconnected' },
    })),
  }),
  'inventory.freshness': () => ({ sources: [], now: then }),
  'inventory.suggest': () => ({
    from: 0,
    to: 3,
    items: [{ is: 'field', insert: 'powerState:', label: 'powerState:', detail: 'Power state' }],
  }),
  'views.list': () => ({ views: [] }),
};

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/inventory?kind=vm');
  useListPreferences.setState({ lastKind: 'vm', recentKinds: [], columns: {}, facetsOpen: false });
  rows.mockReset();
  rows.mockImplementation(({ query, columns }) => {
    const { text = '', offset = 0, limit = 100 } = query ?? {};
    const found = names.filter((name) => name.includes(text));
    return {
      total: found.length,
      at: then,
      rows: found.slice(offset, offset + limit).map((name, i) => ({
        id: `s:vm:${name}`,
        kind: 'vm',
        name,
        source: 's',
        simulated: false,
        observedAt: then,
        confirmedAt: then,
        changedAt: then,
        ...(i === 1 && { disappearedAt: then }),
        values: (columns ?? []).map((path) =>
          path === 'powerState' ? 'on' : path === 'memoryBytes' ? null : then,
        ),
        unknown: { 1: 'disconnected' },
      })),
    };
  });
});

async function open() {
  const application = renderConsole(
    <>
      <InventoryList />
      <Toasts />
    </>,
    answers,
  );
  const grid = await screen.findByRole('grid');
  return {
    application,
    grid,
    row: (name: string) => within(grid).getByText(name).closest('[role="row"]') as HTMLElement,
  };
}
const lastQuery = () => rows.mock.lastCall?.[0].query;

describe('the list', () => {
  it('shows values in their words, unknown ones as a dash with the reason, gone ones struck', async () => {
    const { row } = await open();
    within(row('vm-0')).getByText('on');
    within(row('vm-0')).getByRole('gridcell', { name: /Unknown: disconnected/ });
    expect(row('vm-1').dataset['gone']).toBe('true');
    screen.getByText('40 VMs');
  });

  it('is narrowed while one types, and the address follows', async () => {
    await open();
    fireEvent.change(screen.getByRole('combobox'), { target: { value: 'vm-3' } });
    await screen.findByText('11 VMs');
    await waitFor(() => expect(location.search).toContain('filter=vm-3'));
  });

  it('keeps what is there until the answer comes, and says that nothing matches', async () => {
    await open();
    fireEvent.change(screen.getByRole('combobox'), { target: { value: 'nothing' } });
    expect(screen.getByRole('grid')).toBeDefined();
    await screen.findByText('Nothing matches');
    expect(screen.queryByRole('grid')).toBeNull();
    fireEvent.click(screen.getAllByRole('button', { name: 'Clear the filter' }).at(-1) as HTMLElement);
    await screen.findByText('40 VMs');
  });

  it('is ordered by a title, largest first where it is a quantity, and by a second one with shift', async () => {
    await open();
    fireEvent.click(screen.getByRole('button', { name: /^Memory/ }));
    await waitFor(() =>
      expect(lastQuery()?.sort).toEqual([{ path: 'memoryBytes', direction: 'descending' }]),
    );
    fireEvent.click(screen.getByRole('button', { name: /^Name/ }), { shiftKey: true });
    await waitFor(() =>
      expect(lastQuery()?.sort).toEqual([
        { path: 'memoryBytes', direction: 'descending' },
        { path: 'name', direction: 'ascending' },
      ]),
    );
    await waitFor(() => expect(location.search).toContain('sort=-memoryBytes%2Cname'));
  });

  it('is chosen whole with Ctrl-A, however long it is, and row by row with the space bar', async () => {
    const { grid, row } = await open();
    fireEvent.keyDown(grid, { key: 'a', ctrlKey: true });
    expect(screen.getAllByText('40 selected')).not.toHaveLength(0);
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    fireEvent.keyDown(grid, { key: ' ' });
    expect(screen.getAllByText('39 selected')).not.toHaveLength(0);
    // The assistant beside it is told of the first of them.
    expect(useSelectedEntities.getState()).toMatchObject({ total: 39 });
    expect(useSelectedEntities.getState().ids).toHaveLength(20);
    expect(row('vm-0').ariaSelected).toBe('false');
    fireEvent.keyDown(grid, { key: 'Escape' });
    expect(screen.queryByText('39 selected')).toBeNull();
    expect(useSelectedEntities.getState()).toEqual({ ids: [], total: 0 });
  });

  it('is narrowed to what was chosen without looking through the list for it', async () => {
    const { application, grid } = await open();
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    fireEvent.keyDown(grid, { key: ' ' });
    const asked = application.calls.length;
    fireEvent.click(screen.getByRole('button', { name: 'Filter to these' }));
    await waitFor(() => expect(location.search).toContain('filter=id%3A%22s%3Avm%3Avm-0%22'));
    const looked = application.calls
      .slice(asked)
      .filter(({ input }) => (input as RowsInput).query?.limit === 500);
    expect(looked).toEqual([]);
  });

  it('says why what was chosen could not be read', async () => {
    const { grid } = await open();
    fireEvent.keyDown(grid, { key: 'a', ctrlKey: true });
    rows.mockImplementation(() => Promise.reject(new Error('The connection was lost.')));
    fireEvent.click(screen.getByRole('button', { name: 'Copy 40 names' }));
    expect(await screen.findByText('The connection was lost.')).toBeDefined();
  });

  it('changes in place when something was written, and counts what came until it is asked for', async () => {
    const { application, row } = await open();
    const before = rows.getMockImplementation();
    rows.mockImplementation((input) => {
      const onlyNew = input.query?.filters?.some(({ path }) => path === 'firstSeenAt') ?? false;
      return { ...(before?.(input) as object), total: onlyNew ? 3 : 43 };
    });
    act(() =>
      application.emit('inventory.changed', {
        source: 's',
        domain: 'vmware',
        kinds: ['vm'],
        changed: 4,
        at: then,
      }),
    );
    await screen.findByText('3 new');
    within(row('vm-2')).getByText('off');
    expect(row('vm-2').dataset['tint']).toBe('odd');
    expect(row('vm-3').dataset['tint']).toBeUndefined();
    screen.getByText('40 VMs');
    fireEvent.click(screen.getByRole('button', { name: 'Show' }));
    await screen.findByText('43 VMs');
    expect(screen.queryByText('3 new')).toBeNull();
  });

  it('draws the row that a key goes to together with the key', async () => {
    const { grid } = await open();
    fireEvent.keyDown(grid, { key: 'End' });
    expect(grid.getAttribute('aria-activedescendant')).not.toBeNull();
    expect(within(grid).getByText('vm-39')).toBeDefined();
  });

  it('opens a row as a page with Enter', async () => {
    const { grid } = await open();
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    fireEvent.keyDown(grid, { key: 'Enter' });
    await waitFor(() => expect(location.pathname).toBe('/inventory/entity/s%3Avm%3Avm-0'));
  });

  it('shows the columns that its address names', async () => {
    history.replaceState(null, '', '/inventory?kind=vm&columns=name~~p,memoryBytes');
    await open();
    expect(screen.getAllByRole('columnheader').map((title) => title.textContent)).toEqual([
      '',
      'Name',
      'Memory',
    ]);
  });
});

describe('the filter', () => {
  it('takes the first suggestion with Tab', async () => {
    await open();
    const field = screen.getByRole<HTMLInputElement>('combobox');
    field.focus();
    fireEvent.change(field, { target: { value: 'pow' } });
    await screen.findByRole('option', { name: /powerState:/ });
    fireEvent.keyDown(field, { key: 'Tab' });
    expect(field.value).toBe('powerState:');
  });

  it('says in place what it cannot read, once it is no longer being written', async () => {
    await open();
    const field = screen.getByRole('combobox');
    fireEvent.change(field, { target: { value: 'kind:spaceship' } });
    fireEvent.blur(field);
    await screen.findByText(/there is no kind "spaceship"/);
    expect(field.ariaInvalid ?? field.getAttribute('aria-invalid')).toBe('true');
  });
});

it('rows of one kind are not shown as another when that cannot be read', async () => {
  const { application } = await open();
  rows.mockImplementation(() => {
    throw new ContractError({ code: 'disconnected', message: 'The application is away.' });
  });
  act(() => application.setStatus({ is: 'lost', since: 0, reason: 'closed' }));
  act(() => history.pushState(null, '', '/inventory?kind=switch'));
  await screen.findByText('This was not read before the application went away');
  expect(screen.queryByText('vm-0')).toBeNull();
});

it('a list that was seen is there again while the application is away', async () => {
  await open();
  act(() => history.pushState(null, '', '/inventory?kind=vm&filter=vm-7'));
  await waitFor(() => expect(screen.queryByText('vm-0')).toBeNull());
  rows.mockImplementation(() => {
    throw new ContractError({ code: 'disconnected', message: 'The application is away.' });
  });
  act(() => history.pushState(null, '', '/inventory?kind=vm'));
  await screen.findByText('vm-0');
});
