import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { ContractError } from '../../../shared/contract/errors.ts';
import type { Block } from '../../../shared/model/block.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { Page } from './page.tsx';
import { renderInConsole } from './render-in-console.spec-helper.tsx';
import type { Shown } from './section-view.tsx';
import { useShownDocument } from './use-shown-document.ts';

const at = '2026-11-23T08:00:00.000Z' as Instant;
const later = '2026-11-23T09:00:00.000Z' as Instant;
const vm = 'lab:vm:vm-1' as EntityId;

function shown(blocks: readonly Block[], more: Partial<Shown> = {}): Shown {
  return {
    id: 'virtualization',
    title: 'Virtualization',
    domain: 'vmware',
    generator: 'virtualization',
    generatorVersion: 1,
    version: 1,
    versionAt: at,
    refreshedAt: at,
    currentVersion: 1,
    sections: [{ key: 'vms', title: 'VMs', level: 2, blocks: [...blocks], writtenAt: at }],
    notes: [],
    sources: [],
    ...more,
  };
}

function page(document: Shown) {
  return (
    <Page
      document={document}
      parents={[]}
      newer={undefined}
      row={undefined}
      wide
      onShowNewer={() => {}}
      onShowNewest={() => {}}
      adoptNext={() => {}}
    />
  );
}

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/documents/virtualization');
});

const table = (rows: number): Block => ({
  t: 'table',
  columns: [
    { title: 'VM', path: 'name' },
    { title: 'Memory', path: 'memoryBytes', align: 'right' },
  ],
  rows: Array.from({ length: rows }, (_, i) => ({
    entity: `lab:vm:vm-${i}` as EntityId,
    cells: [[`vm-${i}`], [`${i} GiB`]],
  })),
});

describe('a page', () => {
  test('shows each block with its sources', () => {
    renderInConsole(
      page(
        shown([
          { t: 'paragraph', content: ['It has ', { t: 'fact', text: '4', id: vm, path: 'vcpus' }, ' vCPU.'] },
          { t: 'facts', items: [{ label: 'VMs', value: [{ t: 'computed', text: '80', from: 'all VMs' }] }] },
          table(2),
          { t: 'list', items: [[{ t: 'document', id: 'network/site-fra1', text: 'fra1' }]] },
          { t: 'paragraph', content: [{ t: 'unknown', reason: 'not given by lab' }] },
        ]),
      ),
    );
    expect(screen.getByText('4').dataset).toMatchObject({ entity: vm, path: 'vcpus' });
    expect(screen.getByText('80').dataset['from']).toBe('all VMs');
    expect(screen.getByRole('link', { name: 'vm-1' }).getAttribute('href')).toBe(
      '/inventory/entity/lab%3Avm%3Avm-1',
    );
    expect(screen.getByRole('link', { name: 'fra1' }).getAttribute('href')).toBe(
      '/documents/network%2Fsite-fra1',
    );
    expect(screen.getByText('unknown: not given by lab')).toBeTruthy();
  });

  test('tells on focus where a value comes from', async () => {
    renderInConsole(
      page(shown([{ t: 'paragraph', content: [{ t: 'fact', text: '4', id: vm, path: 'vcpus' }] }])),
      {
        'documents.origin': () => ({
          entity: {
            id: vm,
            kind: 'vm',
            kindTitle: 'VM',
            name: 'web-1',
            source: 'vcenter-a',
            simulated: false,
            observedAt: at,
            confirmedAt: at,
            state: [],
          },
          field: { title: 'vcpus', text: '8' },
        }),
      },
    );
    act(() => screen.getByText('4').focus());
    const card = await screen.findByRole('tooltip');
    await within(card).findByText('web-1');
    expect(card.textContent).toContain('by vcenter-a');
    // What the page says was read earlier than what the field says now.
    expect(card.textContent).toContain('8 (now)');
  });

  test('sorts and filters a table in place', async () => {
    renderInConsole(page(shown([table(12)])));
    const names = () => screen.getAllByRole('link', { name: /^vm-/ }).map((link) => link.textContent);
    fireEvent.click(screen.getByRole('button', { name: 'Memory' }));
    fireEvent.click(screen.getByRole('button', { name: 'Memory' }));
    expect(names()[0]).toBe('vm-11');
    expect(screen.getByRole('columnheader', { name: 'Memory' }).getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(screen.getByRole('button', { name: 'Filter rows of VMs' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Filter rows of VMs' }), {
      target: { value: 'vm-1' },
    });
    await waitFor(() => expect(names()).toEqual(['vm-11', 'vm-10', 'vm-1']));
    expect(screen.getByText('3 of 12 rows')).toBeTruthy();
  });

  test('draws of a long table only what is in sight, and all of it on paper', () => {
    renderInConsole(page(shown([table(1000)])));
    const drawn = () => screen.getAllByRole('row').length;
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('1001');
    expect(drawn()).toBeLessThan(100);
    act(() => {
      dispatchEvent(new Event('beforeprint'));
    });
    expect(drawn()).toBe(1001);
    act(() => {
      dispatchEvent(new Event('afterprint'));
    });
    expect(drawn()).toBeLessThan(100);
  });

  test('marks sections that are out of date with the reason, and sections that are live', () => {
    renderInConsole(
      page(
        shown([], {
          sections: [
            { key: 'vms', title: 'VMs', level: 2, blocks: [], writtenAt: at },
            { key: 'changes', title: 'Changes', level: 2, blocks: [], writtenAt: at, live: true },
          ],
          stale: {
            state: 'configuration',
            reason: 'host changed on 14 VMs',
            sections: ['vms'],
            details: [
              {
                key: 'vms',
                title: 'VMs',
                state: 'configuration',
                reason: 'host changed on 14 VMs',
                since: at,
              },
            ],
          },
        }),
      ),
    );
    expect(screen.getByText(/host changed on 14 VMs since .*2026/)).toBeTruthy();
    expect(screen.getAllByRole('button', { name: 'Write again' })).toHaveLength(2);
    expect(screen.getByText('live')).toBeTruthy();
  });

  test('of the past can be neither written nor annotated, and says what it is', () => {
    renderInConsole(page(shown([], { version: 1, currentVersion: 3 })));
    expect(screen.getByText('This is version 1; the newest is version 3.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Add a note to “VMs”' })).toBeNull();
  });
});

describe('text from the infrastructure and from operators', () => {
  /** Escapes of terminals, and signs that turn the direction of what follows. */
  const steering = /(?!\n)[\p{Cc}\p{Cf}]/u;
  const hostile = [
    '<img src=x onerror="globalThis.hacked=1">',
    '<script>globalThis.hacked=1</script>',
    '[x](javascript:alert(1))',
    '%%{init: {"securityLevel":"loose"}}%%',
    'esc \u001b[31mred',
    'rtl \u202Egnp.exe',
  ];

  test('is text, whatever it looks like', () => {
    const { container } = renderInConsole(
      page(
        shown(
          hostile.flatMap((text): Block[] => [
            { t: 'heading', text },
            {
              t: 'paragraph',
              content: [text, { t: 'code', text }, { t: 'strong', text }, { t: 'entity', id: vm, text }],
            },
            { t: 'facts', items: [{ label: text, value: [{ t: 'fact', text, id: vm, path: 'x' }] }] },
            {
              t: 'table',
              caption: text,
              columns: [{ title: text, path: 'name' }],
              rows: [{ entity: vm, cells: [[text]] }],
            },
          ]),
          { title: hostile[0] ?? '' },
        ),
      ),
    );
    expect(container.querySelector('img, script, iframe, object')).toBeNull();
    expect(
      [...container.querySelectorAll('a')].every((link) => link.getAttribute('href')?.startsWith('/')),
    ).toBe(true);
    expect(container.textContent).toContain('<img src=x');
    expect(container.textContent).not.toMatch(steering);
    expect('hacked' in globalThis).toBe(false);
  });

  test('in a note is Markdown without HTML, pictures, or links that could act', async () => {
    const text = `${hostile.join('\n\n')}\n\n**bold** ![cat](https://evil.example/x.png) <https://wiki.example>\n\n<b onclick="x">raw</b>\n\n[data](data:text/html,x) [in](/documents/network)`;
    const { container } = renderInConsole(
      page(
        shown([], {
          notes: [
            { id: 'note-1', section: 'vms', text, author: '<img src=x onerror=alert(1)>', createdAt: at },
          ],
        }),
      ),
    );
    const bold = await screen.findByText('bold', undefined, { timeout: 10_000 });
    expect(bold.tagName).toBe('STRONG');
    const note = container.querySelector('aside[id="note-note-1"]');
    expect(note?.querySelector('img, script, b, iframe')).toBeNull();
    expect([...(note?.querySelectorAll('a') ?? [])].map((link) => link.getAttribute('href'))).toEqual([
      'https://wiki.example/',
      '/documents/network',
    ]);
    expect(note?.textContent).toContain('[picture: cat]');
    expect(note?.textContent).not.toMatch(steering);
    expect('hacked' in globalThis).toBe(false);
  });
});

describe('notes', () => {
  const note = { id: 'note-1', section: 'vms', text: 'first', author: 'ada', createdAt: at };

  test('are kept as a draft while they are typed, and saved', async () => {
    const saved = { ...note, id: 'note-2' };
    const { calls, unmount } = renderInConsole(page(shown([])), { 'documents.addNote': () => saved });
    fireEvent.click(screen.getByRole('button', { name: 'Add a note to “VMs”' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Note on “VMs”' }), { target: { value: 'half a' } });
    unmount();
    const second = renderInConsole(page(shown([])), { 'documents.addNote': () => saved });
    const area = screen.getByRole('textbox', { name: 'Note on “VMs”' });
    expect((area as HTMLTextAreaElement).value).toBe('half a');
    fireEvent.change(area, { target: { value: 'whole' } });
    fireEvent.keyDown(area, { key: 'Enter', ctrlKey: true });
    await waitFor(() =>
      expect(second.calls).toContainEqual({
        method: 'documents.addNote',
        input: { id: 'virtualization', section: 'vms', text: 'whole' },
      }),
    );
    expect(calls.filter(({ method }) => method === 'documents.addNote')).toEqual([]);
    await waitFor(() =>
      expect(localStorage.getItem('datacenter-docs.note-draft.virtualization vms')).toBeNull(),
    );
  });

  test('that somebody else changed meanwhile show both, and are saved only when that is wanted', async () => {
    const theirs = { ...note, text: 'theirs', editedAt: later };
    const { calls } = renderInConsole(page(shown([], { notes: [note] })), {
      'documents.editNote': ({ basedOn }: { basedOn: string }) => {
        if (basedOn === later) return { ...theirs, text: 'mine' };
        throw conflict();
      },
      'documents.notes': () => ({ notes: [theirs] }),
    });
    fireEvent.click(screen.getByRole('button', { name: 'Edit note' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Note on “VMs”' }), { target: { value: 'mine' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save note' }));
    expect(await screen.findByText('theirs')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Save mine instead' }));
    await waitFor(() =>
      expect(calls.filter(({ method }) => method === 'documents.editNote').at(-1)?.input).toMatchObject({
        text: 'mine',
        basedOn: later,
      }),
    );
  });

  test('whose other text cannot be read now keep what was typed, and say why', async () => {
    renderInConsole(page(shown([], { notes: [note] })), {
      'documents.editNote': () => {
        throw conflict();
      },
      'documents.notes': () => {
        throw new ContractError({ code: 'disconnected', message: 'The connection was lost.' });
      },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Edit note' }));
    const area = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Note on “VMs”' });
    fireEvent.change(area, { target: { value: 'mine' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save note' }));
    expect(await screen.findByText('The connection was lost.')).toBeTruthy();
    expect(area.value).toBe('mine');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save note' }).disabled).toBe(false);
  });

  test('that two wrote at the same time show both texts, until somebody who sees both writes one', async () => {
    const both = {
      ...note,
      alternatives: [{ text: 'said elsewhere', author: 'bob', writtenAt: later }],
    };
    const { calls } = renderInConsole(page(shown([], { notes: [both] })), {
      'documents.editNote': () => note,
    });
    expect(await screen.findByText('said elsewhere')).toBeTruthy();
    expect(screen.getByText('Written at the same time at other workstations: 1 other text')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Edit note' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Note on “VMs”' }), { target: { value: 'both' } });
    expect(screen.getByText('said elsewhere')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Save note' }));
    await waitFor(() =>
      expect(calls.find(({ method }) => method === 'documents.editNote')?.input).toMatchObject({
        text: 'both',
        basedOn: note.createdAt,
        alternatives: 1,
      }),
    );
  });

  test('that are deleted can be brought back', async () => {
    const { calls } = renderInConsole(page(shown([], { notes: [note] })), {
      'documents.removeNote': () => note,
      'documents.restoreNote': () => note,
    });
    fireEvent.click(screen.getByRole('button', { name: 'Delete note' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(calls.at(-1)).toEqual({
        method: 'documents.restoreNote',
        input: { id: 'virtualization', note: 'note-1' },
      }),
    );
  });
});

function conflict(): Error {
  return new ContractError({ code: 'note-conflict', message: 'changed meanwhile' });
}

describe('while one reads', () => {
  function Reader() {
    const { document, newer, showNewer } = useShownDocument({ id: 'virtualization' });
    return (
      <>
        <p>
          version {document?.version}, {document?.notes.length} notes, newer: {newer ?? 'no'}
        </p>
        <button type="button" onClick={showNewer}>
          show
        </button>
      </>
    );
  }
  const note = { id: 'note-1', section: 'vms', text: 'x', author: 'ada', createdAt: at };

  test('a newer version waits until it is asked for; notes come at once', async () => {
    let now = shown([]);
    const view = renderInConsole(<Reader />, { 'documents.show': () => now });
    await screen.findByText('version 1, 0 notes, newer: no');
    now = { ...now, notes: [note] };
    act(() => view.emit('documents.changed', { ids: ['virtualization'], stale: true }));
    await screen.findByText('version 1, 1 notes, newer: no');
    now = { ...now, version: 2, currentVersion: 2, versionAt: later, refreshedAt: later };
    act(() => view.emit('documents.changed', { ids: ['virtualization'], stale: true }));
    await screen.findByText('version 1, 1 notes, newer: version');
    fireEvent.click(screen.getByRole('button', { name: 'show' }));
    expect(await screen.findByText('version 2, 1 notes, newer: no')).toBeTruthy();
  });
});
