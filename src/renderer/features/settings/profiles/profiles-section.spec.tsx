import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OutputOf } from '../../../../shared/contract/contract.ts';
import type { ProfileSummary, ProfileView } from '../../../../shared/contract/profiles.ts';
import { ContractError } from '../../../../shared/contract/contract-error.ts';
import type { PortCallOptions } from '../../../../shared/contract/port.ts';
import { renderConsole, type Answers } from '../../../test-console.tsx';
import { dropProfileDraft, newProfile } from './profile-drafts.ts';
import { ProfilesSection } from './profiles-section.tsx';

// What the editor draws is a browser's; here the text stands in a plain box, as where it cannot be loaded.
vi.mock('../../../ui/monaco-yaml.ts', () => {
  throw new Error('no editor here');
});

const hash = 'a'.repeat(64);
const summary: ProfileSummary = {
  id: 'acme',
  title: 'ACME <b>cloud</b>',
  version: '2',
  domain: 'vmware',
  kinds: ['vm'],
  reads: ['list_machines'],
  writes: ['start_machine', 'wipe_machine'],
  actions: [{ id: 'vm.power-on', title: 'Power on a VM', writes: ['start_machine'], accepted: false }],
};
const profile: ProfileView = {
  id: 'acme',
  from: 'site',
  file: '/data/profiles/acme.yaml',
  hash,
  state: 'changed',
  summary,
  faults: [],
  accepted: { at: '2026-11-01T08:00:00.000Z' as never, by: 'alice', hash: 'b'.repeat(64), actions: [] },
  changes: ['reads with get_machine no more'],
  namedBy: [],
  recognises: ['acme'],
  reads: [],
};
const trial: OutputOf<'profiles.try'> = {
  summary,
  server: { name: 'acme', version: '1' },
  matches: true,
  steps: [
    {
      name: 'machines',
      tool: 'list_machines',
      calls: 1,
      pages: 1,
      items: 5_000,
      tookMs: 12,
      complete: true,
      problems: [],
      samples: [
        {
          tool: 'list_machines',
          arguments: '{}',
          isError: false,
          form: 'json',
          text: Array.from({ length: 20_000 }, (_, line) => `line ${line}`).join('\n'),
          textLength: 300_000,
        },
      ],
    },
  ],
  kinds: [
    {
      kind: 'vm',
      total: 5_000,
      complete: true,
      failedPartitions: [],
      records: Array.from({ length: 5_000 }, (_, i) => ({
        nativeId: `m-${i}`,
        name: i === 0 ? '<img src=x onerror=alert(1)>\u202Egpj' : `machine ${i}`,
        attributes: { vcpus: 2, memoryBytes: 4_294_967_296 },
        relations: [],
        keys: [],
        labels: {},
        unknown: { notes: 'ACME has none' },
      })),
    },
  ],
  rejects: {
    total: 1,
    items: [{ kind: 'vm', name: 'odd', path: 'attributes.vcpus', reason: 'expected number', line: 2 }],
  },
  unavailable: [{ what: 'hosts', reason: 'ACME does not say' }],
  tookMs: 20,
};
const acme = {
  name: 'acme',
  target: 'acme-mcp',
  entry: {
    kind: 'stdio',
    command: 'acme-mcp',
    args: [],
    env: {},
    options: { readOnlyTools: [], simulated: false },
  },
  disabled: false,
  simulated: false,
  state: { is: 'idle' },
  trust: 'accepted',
  secrets: [],
  freshness: [],
  entities: 0,
};

const answers = (more: Answers = {}): Answers => ({
  'system.whoAmI': () => ({ operator: 'alice', role: 'admin', refused: {} }),
  'profiles.list': () => ({ profiles: [profile], folder: '/data/profiles', problems: [] }),
  'profiles.get': () => ({ profile, text: 'profile: 1\nid: acme\n' }),
  'profiles.check': () => ({ ok: true, faults: [], warnings: [], summary, hash }),
  'sources.list': () => ({ sources: [acme], problems: [], file: '/data/mcp.json' }),
  ...more,
});
const at = (address: string) => history.replaceState(null, '', address);
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }));

beforeEach(() => {
  // Nothing has a size in this document, and of what is virtual only what has room is drawn.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(400);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(400);
});
afterEach(() => {
  vi.restoreAllMocks();
  dropProfileDraft('acme');
  dropProfileDraft(newProfile);
  at('/');
});

describe('profiles', () => {
  test('there are none: it says what they are and how to begin', async () => {
    at('/settings/profiles');
    renderConsole(
      <ProfilesSection />,
      answers({ 'profiles.list': () => ({ profiles: [], folder: '/data/profiles', problems: [] }) }),
    );
    expect(await screen.findByText('No profile yet')).toBeDefined();
    expect(screen.getByRole('button', { name: 'New profile' })).toBeDefined();
  });

  test('that they cannot be read is said, and tried again', async () => {
    at('/settings/profiles');
    let fails = true;
    renderConsole(
      <ProfilesSection />,
      answers({
        'profiles.list': () => {
          if (fails) throw new ContractError({ code: 'system', message: 'the folder cannot be read' });
          return { profiles: [profile], folder: '/data/profiles', problems: [] };
        },
      }),
    );
    expect(await screen.findByText('the folder cannot be read')).toBeDefined();
    fails = false;
    await press('Try again');
    expect(await screen.findByRole('table', { name: 'Profiles' })).toBeDefined();
  });

  test('acceptance names what is let happen, nothing ticked, and sends the text that was shown', async () => {
    at('/settings/profiles?profile=acme');
    const { calls } = renderConsole(<ProfilesSection />, answers({ 'profiles.accept': () => ({ profile }) }));
    // Its title is text.
    expect((await screen.findAllByText('ACME <b>cloud</b>')).length).toBeGreaterThan(0);
    await press('Accept…');
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('reads with get_machine no more')).toBeDefined();
    expect(within(dialog).getByText('list_machines')).toBeDefined();
    expect(within(dialog).getByText(/used by no action/).textContent).toContain('wipe_machine');
    const action = within(dialog).getByRole<HTMLInputElement>('checkbox', { name: /Power on a VM/ });
    expect(action.checked).toBe(false);
    fireEvent.click(action);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Accept 1 read tool and 1 action' }));
    await waitFor(() =>
      expect(calls.find(({ method }) => method === 'profiles.accept')?.input).toEqual({
        id: 'acme',
        hash,
        actions: ['vm.power-on'],
      }),
    );
  });

  test('a viewer reads them, and is told why nothing can be changed', async () => {
    at('/settings/profiles?profile=acme');
    const refused = Object.fromEntries(
      ['save', 'accept', 'revoke', 'remove', 'try', 'draft'].map((name) => [`profiles.${name}`, 'admin']),
    );
    renderConsole(
      <ProfilesSection />,
      answers({ 'system.whoAmI': () => ({ operator: 'bob', role: 'viewer', refused }) }),
    );
    expect((await screen.findAllByText(/takes the role admin/)).length).toBeGreaterThan(0);
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
    await press('Show the text');
    const text = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Profile, as YAML' });
    expect(text.value).toContain('id: acme');
    expect(text.readOnly).toBe(true);
  });
});

describe('a profile that is tried', () => {
  const open = async (more: Answers) => {
    at('/settings/profiles?edit=acme');
    const console = renderConsole(<ProfilesSection />, answers(more));
    fireEvent.click(await screen.findByRole('radio', { name: 'Try' }));
    // It can be pressed once the text was found right.
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Try' }).getAttribute('aria-disabled')).toBeNull(),
    );
    await press('Try');
    return console;
  };

  test('calls nothing that nobody vouched for, until somebody has looked at it', async () => {
    const { calls } = await open({
      'profiles.try': ({ vouch }: { vouch: readonly string[] }) => {
        if (vouch.length > 0) return trial;
        throw new ContractError({
          code: 'profile-tools-not-accepted',
          message: 'nobody has said of list_machines that it changes nothing',
          details: [{ path: 'list_machines', message: 'Machines, <i>a page</i> at a time' }],
        });
      },
    });
    expect(await screen.findByText('Machines, <i>a page</i> at a time')).toBeDefined();
    await press('It changes nothing: call it');
    await screen.findByRole('tab', { name: 'Entities (5,000)' });
    const tries = calls.filter(({ method }) => method === 'profiles.try').map(({ input }) => input);
    expect(tries).toMatchObject([{ vouch: [] }, { vouch: ['list_machines'], source: 'acme' }]);
  });

  test('shows thousands of entities by those in sight, and their names as text', async () => {
    await open({ 'profiles.try': () => trial });
    const table = await screen.findByRole('table', { name: 'Entities: VMs' });
    expect(table.getAttribute('aria-rowcount')).toBe('5001');
    expect(await within(table).findByText('<img src=x onerror=alert(1)>\uFFFDgpj')).toBeDefined();
    expect(within(table).getAllByText(/^4(\.0+)? GiB$/).length).toBeGreaterThan(0);
    expect(within(table).getAllByText('notes: ACME has none').length).toBeGreaterThan(0);
    expect(within(table).getAllByRole('row').length).toBeLessThan(60);
    fireEvent.change(screen.getByRole('textbox', { name: 'Find by name or id' }), {
      target: { value: 'm-4999' },
    });
    await waitFor(() => expect(within(table).getAllByRole('row')).toHaveLength(2));
    expect(await within(table).findByText('machine 4999')).toBeDefined();
  });

  test('shows what came, what was dropped with its line, and what is not given', async () => {
    await open({ 'profiles.try': () => trial });
    fireEvent.click(await screen.findByRole('tab', { name: 'Raw result' }));
    const raw = await screen.findByRole('region', { name: 'machines: Answer 1' });
    expect(await within(raw).findByText('line 0')).toBeDefined();
    expect(within(raw).getAllByText(/^line /).length).toBeLessThan(100);
    fireEvent.click(screen.getByRole('tab', { name: 'Rejects (1)' }));
    fireEvent.click(screen.getByRole('button', { name: 'Go to line 2' }));
    const text = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Profile, as YAML' });
    expect(document.activeElement).toBe(text);
    fireEvent.click(screen.getByRole('tab', { name: 'Not given (1)' }));
    expect(screen.getByText('ACME does not say')).toBeDefined();
  });

  test('goes on with progress until it is cancelled', async () => {
    let aborted = false;
    await open({
      'profiles.try': (_: never, { signal, onProgress }: PortCallOptions) =>
        new Promise((_done, fail) => {
          onProgress?.({ done: 3, total: 9, message: 'machines' });
          signal?.addEventListener('abort', () => {
            aborted = true;
            fail(new ContractError({ code: 'cancelled', message: 'cancelled' }));
          });
        }),
    });
    expect(await screen.findByText('machines 3 / 9')).toBeDefined();
    await press('Cancel');
    expect(await screen.findByText('Cancelled. Nothing was stored.')).toBeDefined();
    expect(aborted).toBe(true);
  });

  test('has no server to ask: it says where to add one', async () => {
    at('/settings/profiles?edit=acme');
    renderConsole(
      <ProfilesSection />,
      answers({ 'sources.list': () => ({ sources: [], problems: [], file: '/data/mcp.json' }) }),
    );
    fireEvent.click(await screen.findByRole('radio', { name: 'Try' }));
    expect((await screen.findByRole('link', { name: 'Go to the servers' })).getAttribute('href')).toBe(
      '/settings/servers',
    );
  });
});
