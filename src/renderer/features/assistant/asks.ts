import { create } from 'zustand';
import type { ScreenContext, ToolCallView } from '../../../shared/model/citation.ts';
import type { AssistantAnswer } from '../../../shared/contract/assistant.ts';
import type { Client } from '../../../shared/contract/client.ts';
import type { ProgressOf } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import { instant, type Instant } from '../../../shared/model/ids.ts';

/** A question that was asked in this window, and what has come back of its answer until now. */
export interface Ask {
  readonly key: string;
  /** Absent: a new conversation that the application has not named yet. */
  readonly conversation?: string;
  /** Which new conversation it belongs to while it has no name. */
  readonly fresh: number;
  readonly question: Question;
  readonly askedAt: Instant;
  readonly questionId?: string;
  readonly answerId?: string;
  readonly text: string;
  /** How often the answer began anew. */
  readonly restarts: number;
  readonly calls: readonly ToolCallView[];
  readonly phase:
    'sent' | 'working' | 'writing' | 'checking' | 'stopping' | 'stopped' | 'failed' | 'answered';
  readonly answer?: AssistantAnswer;
  readonly failure?: { readonly code: string; readonly message: string; readonly hint?: string };
}

export interface Question {
  readonly text: string;
  readonly context?: ScreenContext;
  /** What of the screen goes with it, by name. */
  readonly looking: readonly string[];
  /** A question whose place it takes. */
  readonly replaces?: string;
  /** From search alone, also where a model is set. */
  readonly withoutModel?: boolean;
}

type AskProgress = ProgressOf<'assistant.ask'>;

export function isRunning({ phase }: Ask): boolean {
  return phase !== 'stopped' && phase !== 'failed' && phase !== 'answered';
}

/** What an ask is after the application told something of it. */
export function told(ask: Ask, progress: AskProgress): Ask {
  switch (progress.is) {
    case 'started':
      return {
        ...ask,
        conversation: progress.conversation,
        questionId: progress.question,
        answerId: progress.answer,
        ...going(ask, 'working'),
      };
    case 'text':
      return { ...ask, text: ask.text + progress.delta, ...going(ask, 'writing') };
    case 'restart':
      return { ...ask, text: '', restarts: ask.restarts + 1, ...going(ask, 'working') };
    case 'call':
      return {
        ...ask,
        calls: ask.calls.some(({ id }) => id === progress.call.id)
          ? ask.calls.map((call) => (call.id === progress.call.id ? progress.call : call))
          : [...ask.calls, progress.call],
        ...going(ask, ask.text === '' ? 'working' : ask.phase),
      };
    case 'checking':
      return { ...ask, ...going(ask, 'checking') };
  }
}

/** Whoever pressed stop sees that it is stopping, whatever still comes. */
function going(ask: Ask, phase: Ask['phase']): Pick<Ask, 'phase'> {
  return { phase: ask.phase === 'stopping' ? 'stopping' : phase };
}

/** Together with those that came within this time: a picture of the screen takes about half as long. */
const gatherMs = 32;
let nextKey = 0;

export const useAsks = create<{ readonly asks: readonly Ask[] }>()(() => ({ asks: [] }));
const stops = new Map<string, AbortController>();

function change(key: string, how: (ask: Ask) => Ask): void {
  useAsks.setState(({ asks }) => ({ asks: asks.map((ask) => (ask.key === key ? how(ask) : ask)) }));
}

/** Asks, and keeps what comes where every part of the console can see it, whichever screen is open meanwhile. */
export async function ask(
  client: Client,
  place: { readonly conversation?: string; readonly fresh: number },
  question: Question,
  heard: { readonly started: (ask: Ask) => void; readonly over: (ask: Ask) => void },
): Promise<void> {
  const key = `ask-${nextKey++}`;
  const stop = new AbortController();
  stops.set(key, stop);
  useAsks.setState(({ asks }) => ({
    asks: [
      ...asks,
      {
        ...place,
        key,
        question,
        askedAt: instant(Date.now()),
        text: '',
        restarts: 0,
        calls: [],
        phase: 'sent',
      },
    ],
  }));
  let gathered: AskProgress[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const all = gathered;
    gathered = [];
    if (all.length > 0) change(key, (before) => all.reduce(told, before));
  };
  try {
    const { answer, conversation } = await client.assistant.ask(
      {
        question: question.text,
        ...(place.conversation !== undefined && { conversation: place.conversation }),
        ...(question.context && { context: question.context }),
        ...(question.replaces !== undefined && { replaces: question.replaces }),
        ...(question.withoutModel === true && { model: false }),
      },
      {
        signal: stop.signal,
        onProgress: (progress) => {
          gathered.push(progress);
          if (progress.is === 'started') {
            flush();
            const started = find(key);
            if (started) heard.started(started);
          }
          timer ??= setTimeout(flush, gatherMs);
        },
      },
    );
    flush();
    change(key, (before) => ({
      ...before,
      conversation: conversation.id,
      answerId: answer.id,
      answer,
      phase: 'answered',
    }));
  } catch (error) {
    flush();
    change(key, (before) => ended(before, error));
  } finally {
    stops.delete(key);
  }
  const over = find(key);
  if (over) heard.over(over);
}

function ended(ask: Ask, error: unknown): Ask {
  if (ask.phase === 'stopping') return { ...ask, phase: 'stopped' };
  if (!(error instanceof ContractError)) {
    return { ...ask, phase: 'failed', failure: { code: 'internal', message: String(error) } };
  }
  const { code, message, hint } = error;
  return {
    ...ask,
    phase: 'failed',
    failure: { code, message, ...(hint !== undefined && { hint }) },
  };
}

function find(key: string): Ask | undefined {
  return useAsks.getState().asks.find((ask) => ask.key === key);
}

/** What was said until now stays. */
export function stopAsk(key: string): void {
  const stop = stops.get(key);
  if (!stop) return;
  change(key, (ask) => ({ ...ask, phase: 'stopping' }));
  stop.abort();
}

/** The application has it by now, or another question took its place. */
export function forgetAsks(keys: readonly string[]): void {
  if (keys.length === 0) return;
  useAsks.setState(({ asks }) => ({ asks: asks.filter(({ key }) => !keys.includes(key)) }));
}
