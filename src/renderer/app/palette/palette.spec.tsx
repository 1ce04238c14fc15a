import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { renderConsole, type Answers } from '../../test-console.tsx';
import { openPalette, useOverlays } from '../overlays.ts';
import { matchCommands } from './match-commands.ts';
import { Palette } from './palette.tsx';

const vm = {
  id: 'vcenter-a:vm:vm-1',
  kind: 'vm',
  name: 'web-01',
  source: 'vcenter-a',
  partition: 'prod-a',
  simulated: false,
  state: 'on',
};
const nothing = { entities: [], total: 0, documents: [], corrected: false };

const passage = {
  id: 'p1',
  origin: { is: 'file', folder: 'runbooks', file: 'disk.md' },
  title: 'Disks',
  headings: ['Replacing'],
  text: 'Pull the failed disk,\nthen wait.',
  at: '2026-11-01T00:00:00.000Z',
  score: 3,
  by: ['words'],
  ranges: [
    [9, 15],
    [16, 20],
  ],
};
const findPassages = vi.fn<(input: { question: string }) => unknown>();

const find = vi.fn<(input: { text: string }) => unknown>();
const answers: Answers = { 'search.find': find, 'knowledge.find': findPassages };

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/');
  useOverlays.setState({ palette: false, shortcuts: false });
  find.mockReset();
  find.mockImplementation(({ text }) =>
    text.startsWith('web') ? { ...nothing, entities: [vm], total: 1 } : nothing,
  );
  findPassages.mockReset();
  findPassages.mockImplementation(({ question }) => ({
    passages: question.includes('disk') ? [passage] : [],
    entities: [],
  }));
  Element.prototype.scrollIntoView = () => {};
});

async function open() {
  const application = renderConsole(<Palette />, answers);
  act(() => openPalette());
  const field = await screen.findByRole('combobox');
  const type = (value: string) => fireEvent.change(field, { target: { value } });
  const press = (key: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(field, { key, ...more });
  const chosen = () => screen.getAllByRole('option').find((option) => option.ariaSelected === 'true');
  return { application, field, type, press, chosen };
}

describe('the palette', () => {
  it('goes to a screen by its beginning', async () => {
    const { type, press } = await open();
    type('topo');
    press('Enter');
    await vi.waitFor(() => expect(location.pathname).toBe('/topology'));
    expect(useOverlays.getState().palette).toBe(false);
  });

  it('shows what is found with where it is, and opens it', async () => {
    const { type, press } = await open();
    type('web');
    const option = await screen.findByRole('option', { name: /web-01/ });
    within(option).getByText(/VM · prod-a · vcenter-a/);
    press('Enter');
    expect(location.pathname).toBe('/inventory/entity/vcenter-a%3Avm%3Avm-1');
  });

  it('offers what a question names among other words, each once', async () => {
    findPassages.mockImplementation(() => ({
      passages: [passage],
      entities: [{ id: vm.id, kind: 'vm', name: 'web-01', words: 'web-01', how: 'name' }],
    }));
    const { type, press } = await open();
    type('failed disk of web-01');
    expect(await screen.findByRole('option', { name: /^web-01/ })).toBeTruthy();
    press('Enter');
    await vi.waitFor(() => expect(location.pathname).toBe('/inventory/entity/vcenter-a%3Avm%3Avm-1'));
    act(() => openPalette());
    fireEvent.change(await screen.findByRole('combobox'), { target: { value: 'web-01' } });
    await screen.findByRole('option', { name: /Replacing/ });
    expect(screen.getAllByRole('option', { name: /^web-01/ })).toHaveLength(1);
  });

  it('shows passages with their heading and the words that were found, and opens them', async () => {
    const { type } = await open();
    type('failed disk');
    const option = await screen.findByRole('option', { name: /Replacing/ });
    expect([...option.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
      'failed',
      'disk',
    ]);
    fireEvent.click(option);
    const dialog = await screen.findByRole('dialog', { name: 'Disks' });
    within(dialog).getByText(/runbooks\/disk\.md › Replacing/);
    expect(dialog.textContent).toContain('then wait.');
  });

  it('leads to the section where a passage of a document stands', async () => {
    findPassages.mockReturnValue({
      passages: [{ ...passage, origin: { is: 'document', document: 'storage', section: 'disks' } }],
      entities: [],
    });
    const { type } = await open();
    type('failed disk');
    fireEvent.click(await screen.findByRole('option', { name: /Replacing/ }));
    expect(`${location.pathname}${location.hash}`).toBe('/documents/storage#disks');
  });

  it('waits for the answer when Enter comes before it', async () => {
    const { type, press } = await open();
    await vi.waitFor(() => expect(find).toHaveBeenCalled());
    type('web-01');
    press('Enter');
    await vi.waitFor(() => expect(location.pathname).toBe('/inventory/entity/vcenter-a%3Avm%3Avm-1'));
  });

  it('is walked with the arrow keys', async () => {
    const { press, chosen } = await open();
    await screen.findAllByRole('option');
    const first = chosen();
    press('ArrowDown');
    expect(chosen()).not.toBe(first);
    press('ArrowUp');
    expect(chosen()).toBe(first);
  });

  it('offers first what was used last', async () => {
    const { type, press } = await open();
    type('web');
    await screen.findByRole('option', { name: /web-01/ });
    press('Enter');
    act(() => openPalette());
    const group = await screen.findByRole('group', { name: 'Recent' });
    expect(within(group).getByRole('option', { name: /web-01/ })).toBeDefined();
  });

  it('says when nothing fits', async () => {
    const { type } = await open();
    type('qqqq');
    expect(await screen.findByText('Nothing fits “qqqq”')).toBeDefined();
  });

  it('keeps screens and commands in reach when the search fails', async () => {
    find.mockImplementation(() => {
      throw new Error('gone');
    });
    const { type } = await open();
    type('inven');
    expect(await screen.findByRole('option', { name: /Inventory/ })).toBeDefined();
  });
});

describe('commands', () => {
  const commands = [
    { id: 'a', group: 'run', label: 'Collect from all servers now' },
    { id: 'b', group: 'settings', label: 'Time zone: UTC' },
    { id: 'c', group: 'go-to', label: 'Inventory' },
  ] as const;
  const ids = (typed: string) => matchCommands(commands, typed).map(({ id }) => id);

  it('fit by words in any order, with one error each', () => {
    expect(ids('servers collect')).toEqual(['a']);
    expect(ids('colect')).toEqual(['a']);
    expect(ids('inventroy')).toEqual(['c']);
    expect(ids('utc')).toEqual(['b']);
    expect(ids('')).toEqual(['a', 'b', 'c']);
  });
});
