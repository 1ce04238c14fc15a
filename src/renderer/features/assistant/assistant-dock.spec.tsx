import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AssistantAnswer } from '../../../shared/contract/assistant.ts';
import type { InputOf, OutputOf, ProgressOf } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import type { PortCallOptions } from '../../../shared/contract/port.ts';
import type { Citation } from '../../../shared/model/citation.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { usePreferences } from '../../app/preferences.ts';
import { tellSelected } from '../../app/selected-entities.ts';
import { renderConsole, type Answers } from '../../test-console.tsx';
import { Toasts } from '../../ui/toast.tsx';
import { useAsks } from './asks.ts';
import { AssistantDock } from './assistant-dock.tsx';
import { useConversationState } from './conversation-state.ts';
import { useTold } from './use-screen-context.ts';

const at = '2026-11-23T10:00:00.000Z' as Instant;
const fact: Citation = {
  is: 'entity',
  number: 1,
  id: 'a:vm:v1' as EntityId,
  kind: 'vm',
  name: 'web-01',
  facts: [{ path: 'relations.runsOn', label: 'Host', text: 'esx-02' }],
  observedAt: at,
};
const answer: AssistantAnswer = {
  role: 'assistant',
  id: 'a1',
  at,
  text: 'It runs on esx-02 [1]. Not on esx-01.',
  state: 'complete',
  by: 'model',
  model: 'llama3',
  citations: [fact],
  calls: [],
  flags: [],
  unknown: false,
};
const summary = { id: 'c', title: 'Where is web-01?', createdAt: at, updatedAt: at, messages: 2 };

/** What a search says names no model. */
function written(over: Partial<AssistantAnswer>): AssistantAnswer {
  const { model, ...rest } = { ...answer, ...over };
  return rest.by === 'search' || model === undefined ? rest : { ...rest, model };
}

type Asked = InputOf<'assistant.ask'>;

/** One question that is being answered, step by step, as a spec says. */
interface Answering {
  readonly input: Asked;
  readonly tell: (progress: ProgressOf<'assistant.ask'>) => void;
  readonly end: (over?: Partial<AssistantAnswer>) => void;
  readonly fail: (error: ContractError) => void;
}

let asked: Answering[] = [];
let messages: OutputOf<'assistant.conversation'>['messages'] = [];

let configured = false;

const ask = (input: Asked, options: PortCallOptions) =>
  new Promise((resolve, reject) => {
    const keep = (over: Partial<AssistantAnswer>) => {
      messages = [
        ...messages,
        { role: 'user', id: 'q1', at, text: input.question, looking: [] },
        written(over),
      ];
    };
    options.signal?.addEventListener('abort', () => {
      keep({ state: 'stopped', text: 'It runs', citations: [] });
      reject(new ContractError({ code: 'cancelled', message: 'The call was cancelled.' }));
    });
    asked.push({
      input,
      tell: (progress) => act(() => options.onProgress?.(progress)),
      end: (over = {}) => {
        keep(over);
        resolve({ conversation: summary, answer: written(over) });
      },
      fail: reject,
    });
  });

const answers: Answers = {
  'assistant.ask': ask,
  'assistant.conversation': () => ({ summary, messages }),
  'assistant.conversations': () => ({ conversations: [summary], total: 1 }),
  'assistant.suggestions': ({ language }) => ({
    questions: [language === 'de' ? 'Was hat sich heute geändert?' : 'What changed today?'],
  }),
  'assistant.remove': () => ({}),
  'knowledge.passage': () => ({
    passage: { text: 'First tell the shift. Put the host into maintenance mode. Then wait.' },
  }),
  'inventory.entity': () => ({ entity: { kind: 'vm', name: 'web-01' } }),
  'llm.state': () => ({
    configured,
    models: configured ? { chat: { name: 'm' } } : {},
    key: { needed: 'none' },
    running: 0,
    waiting: 0,
  }),
};

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/inventory/entity/a%3Avm%3Av1');
  asked = [];
  messages = [];
  configured = false;
  useAsks.setState({ asks: [] });
  useTold.setState({ off: false, before: undefined });
  useConversationState.setState({ fresh: 0, drafts: {}, removing: [] }, true);
  Element.prototype.scrollIntoView = () => {};
});

async function open() {
  const application = renderConsole(
    <>
      <AssistantDock />
      <Toasts />
    </>,
    answers,
  );
  const box = await screen.findByRole('textbox', { name: 'Question' });
  const type = (value: string) => fireEvent.change(box, { target: { value } });
  const press = (key: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(box, { key, ...more });
  const send = async (value: string) => {
    type(value);
    press('Enter');
    await waitFor(() => expect(asked.length).toBeGreaterThan(0));
    const current = asked.at(-1);
    if (current === undefined) throw new Error('nothing was asked');
    return current;
  };
  return { application, box, type, press, send };
}

const began = { is: 'started', conversation: 'c', question: 'q1', answer: 'a1' } as const;

describe('asking', () => {
  it('sends the rows that are chosen in the list, says how many, and leaves them out when told', async () => {
    history.replaceState(null, '', '/inventory?kind=vm');
    const { send } = await open();
    const ids = ['a:vm:v1', 'a:vm:v2'] as EntityId[];
    act(() => tellSelected({ ids, total: 40 }));
    await screen.findByText('Looking at: VM web-01, and 1 more, of 40 selected · as of now');
    const { input, fail } = await send('Where do they run?');
    expect(input.context).toEqual({ screen: 'inventory', entities: ids });
    fail(new ContractError({ code: 'disconnected', message: 'gone' }));
    act(() => tellSelected({ ids: [], total: 0 }));
    await screen.findByText('Looking at: screen Inventory · as of now');
  });

  it('sends the question with what is looked at, and shows the answer as it comes', async () => {
    const { send } = await open();
    await screen.findByText('Looking at: VM web-01 · as of now');
    const { input, tell, end } = await send('Where is it?');
    expect(input).toEqual({
      question: 'Where is it?',
      context: { screen: 'inventory', entities: ['a:vm:v1'] },
    });
    tell(began);
    tell({
      is: 'call',
      call: { id: 'x', tool: 'where_runs', arguments: { entity: 'web-01' }, state: 'running' },
    });
    await screen.findByText('Looking: where_runs web-01');
    tell({ is: 'text', delta: 'It runs on esx-02 [1' });
    tell({ is: 'text', delta: ']. Not' });
    await screen.findByTitle('Source 1, still to be checked');
    tell({ is: 'checking' });
    await screen.findByText('Checking every statement against its source');
    end();
    const mark = await screen.findByRole('link', { name: 'Source 1: web-01' });
    expect(mark.getAttribute('href')).toBe('/inventory/entity/a%3Avm%3Av1');
    await screen.findByText(/Written by llama3/);
  });

  it('tells nothing of the screen once that was taken away, until it is put back', async () => {
    const { send } = await open();
    fireEvent.click(
      await screen.findByRole('button', { name: 'Do not tell the assistant what is looked at' }),
    );
    const { input } = await send('What is new?');
    expect(input).toEqual({ question: 'What is new?' });
    fireEvent.click(screen.getByRole('button', { name: 'Tell what is looked at' }));
    await screen.findByText('Looking at: VM web-01 · as of now');
  });

  it('begins a line on Shift+Enter, and sends nothing that is empty', async () => {
    const { type, press } = await open();
    press('Enter');
    type('   ');
    press('Enter');
    type('one');
    press('Enter', { shiftKey: true });
    expect(asked).toHaveLength(0);
  });

  it('says each finished sentence once to those who hear it, and that it is complete', async () => {
    const { send } = await open();
    const { tell, end } = await send('Where is it?');
    const spoken = () =>
      [...document.querySelectorAll('[data-spoken] p')].map(({ textContent }) => textContent);
    tell(began);
    tell({ is: 'text', delta: 'It runs on esx-02 [1]. No' });
    await waitFor(() => expect(spoken()).toEqual(['It runs on esx-02 .']));
    tell({ is: 'text', delta: 't on esx-01.' });
    end();
    await waitFor(() =>
      expect(spoken()).toEqual([
        'It runs on esx-02 .',
        'Not on esx-01.',
        'The answer is complete, 1 source.',
      ]),
    );
  });

  it('says once that no model is set, and where one is', async () => {
    const { send } = await open();
    const { tell, end } = await send('Where is it?');
    tell(began);
    end({ by: 'search', text: '*No language model is set. These are search results:*' });
    await screen.findByText('Search results', { exact: false, selector: 'span' });
    expect(screen.getAllByText(/model is set/, { ignore: '[data-spoken] *' })).toHaveLength(1);
    expect(screen.getByRole('link', { name: 'Set a model' }).getAttribute('href')).toBe('/settings/model');
  });

  it('does not send anybody to set a model that is set', async () => {
    configured = true;
    const { send } = await open();
    const { tell, end } = await send('/where web-01');
    tell(began);
    end({ by: 'search' });
    await screen.findByText('Search results', { exact: false, selector: 'span' });
    expect(screen.queryByText(/model is set/)).toBeNull();
    expect(screen.queryByRole('link', { name: 'Set a model' })).toBeNull();
  });
});

it('shows the passage of an imported file as it stands there, what is quoted marked', async () => {
  const { send } = await open();
  const { tell, end } = await send('How is a host rebooted?');
  tell(began);
  end({
    text: 'Put it into maintenance mode [1].',
    citations: [
      {
        is: 'passage',
        number: 1,
        passage: 'p1',
        title: 'Reboot a host',
        headings: ['Before'],
        quote: 'Put the host into maintenance mode.',
        origin: { is: 'file', folder: 'runbooks', file: 'reboot.md' },
        at,
      },
    ],
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Source 1: Reboot a host' }));
  const dialog = await screen.findByRole('dialog', { name: 'Reboot a host' });
  const mark = await within(dialog).findByText('Put the host into maintenance mode.');
  expect(mark.tagName).toBe('MARK');
  expect(dialog.textContent).toContain(
    'First tell the shift. Put the host into maintenance mode. Then wait.',
  );
});

describe('what can go wrong', () => {
  it('stops: what had been said is kept', async () => {
    const { send, press } = await open();
    const { tell } = await send('Where is it?');
    tell(began);
    tell({ is: 'text', delta: 'It runs' });
    await screen.findByText('It runs');
    press('Escape');
    await screen.findByText('Stopped. What had been said until then is kept.');
    screen.getByText('It runs');
    expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
  });

  it('keeps a question that the application did not get, and asks it again', async () => {
    const { send } = await open();
    const { fail } = await send('Where is it?');
    fail(new ContractError({ code: 'disconnected', message: 'The connection went.', hint: 'Try again.' }));
    const alert = await screen.findByRole('alert');
    within(alert).getByText('The connection went.');
    screen.getByText('Where is it?');
    fireEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.input.question).toBe('Where is it?');
    expect(asked[1]?.input.replaces).toBeUndefined();
    expect(screen.getAllByText('Where is it?')).toHaveLength(1);
  });

  it('sends nothing while the application is away, and keeps what is typed over a reload', async () => {
    const { application, type, press } = await open();
    act(() => application.setStatus({ is: 'lost', since: 0, reason: 'gone' }));
    type('Where is it?');
    press('Enter');
    expect(asked).toHaveLength(0);
    await screen.findByText(/can be asked when it is back/);
    expect(localStorage.getItem('datacenter-docs.assistant')).toContain('Where is it?');
  });

  it('begins anew: what was taken back is off the screen, and it says so', async () => {
    const { send } = await open();
    const { tell } = await send('Where is it?');
    tell(began);
    tell({ is: 'text', delta: 'Wrong start' });
    await screen.findByText('Wrong start');
    tell({ is: 'restart' });
    await waitFor(() => expect(screen.queryByText('Wrong start')).toBeNull());
    screen.getByText(/Began anew/);
  });

  it('draws no HTML, no picture and no way to the outside out of an answer', async () => {
    const { send } = await open();
    const { tell, end } = await send('Where is it?');
    tell(began);
    end({
      text: '<img src=x onerror=alert(1)> ![p](https://evil.example/p.png) [site](https://evil.example) [js](javascript:alert(1)) <b>bold</b> [9]',
    });
    await screen.findAllByText(/evil.example/);
    const drawn = document.querySelector('[aria-busy="false"]');
    expect(drawn?.querySelector('img, b, script, a[href^="http"], a[href^="javascript"]')).toBeNull();
    expect(drawn?.textContent).toContain('site (https://evil.example/)');
    expect(drawn?.textContent).toContain('[9]');
  });
});

describe('changing a question', () => {
  it('is begun with the up arrow in an empty box, and takes the place of the old one', async () => {
    const { send, press, box, type } = await open();
    const first = await send('Where is it?');
    first.tell(began);
    first.end();
    await screen.findByText(/Written by llama3/);
    press('ArrowUp');
    expect(box).toHaveProperty('value', 'Where is it?');
    type('Where was it?');
    press('Enter');
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.input).toMatchObject({ question: 'Where was it?', replaces: 'q1', conversation: 'c' });
  });

  it('is left with Esc as it was', async () => {
    const { send, press, box } = await open();
    const first = await send('Where is it?');
    first.tell(began);
    first.end();
    await screen.findByText(/Written by llama3/);
    press('ArrowUp');
    press('Escape');
    expect(box).toHaveProperty('value', '');
  });
});

describe('commands', () => {
  it('are chosen with the arrow keys and completed', async () => {
    const { type, press, box } = await open();
    type('/fi');
    expect(screen.getAllByRole('option').map(({ ariaSelected }) => ariaSelected)).toEqual(['true', 'false']);
    press('ArrowDown');
    press('Enter');
    expect(box).toHaveProperty('value', '/findings ');
    expect(screen.queryByRole('listbox')).toBeNull();
  });

  it('of the panel are done here', async () => {
    const { type, press } = await open();
    type('/history');
    press('Enter');
    await screen.findByRole('list', { name: 'Conversations' });
    expect(asked).toHaveLength(0);
  });
});

it('says who began an answer that search completed', async () => {
  const { send } = await open();
  const first = await send('Where?');
  act(() => {
    first.tell(began);
    first.end({ flags: [{ is: 'model-lost', reason: 'gone' }] });
  });
  expect(await screen.findByText(/Begun by llama3, the rest from search/)).toBeTruthy();
});

it('suggests in the language of the operator', async () => {
  usePreferences.setState({ language: 'de' });
  onTestFinished(() => {
    usePreferences.setState({ language: 'en' });
  });
  await open();
  expect(await screen.findByRole('button', { name: 'Was hat sich heute geändert?' })).toBeTruthy();
});

it('asks a suggestion of the screen', async () => {
  await open();
  fireEvent.click(await screen.findByRole('button', { name: 'What changed today?' }));
  await waitFor(() => expect(asked[0]?.input.question).toBe('What changed today?'));
});

describe('earlier conversations', () => {
  it('are removed when there is no undoing it any more', async () => {
    const { application } = await open();
    fireEvent.click(screen.getByRole('button', { name: 'Earlier conversations' }));
    const row = await screen.findByRole('button', { name: /^Where is web-01\?/ });
    vi.useFakeTimers();
    try {
      fireEvent.keyDown(row, { key: 'Delete' });
      expect(screen.queryByRole('button', { name: /^Where is web-01\?/ })).toBeNull();
      fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
      screen.getByRole('button', { name: /^Where is web-01\?/ });
      await act(() => vi.advanceTimersByTimeAsync(20_000));
      expect(application.calls.some(({ method }) => method === 'assistant.remove')).toBe(false);
      fireEvent.keyDown(screen.getByRole('button', { name: /^Where is web-01\?/ }), { key: 'Delete' });
      await act(() => vi.advanceTimersByTimeAsync(20_000));
      expect(application.calls.filter(({ method }) => method === 'assistant.remove')).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
