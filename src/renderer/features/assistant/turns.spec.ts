import { describe, expect, it } from 'vitest';
import type { AssistantAnswer, AssistantMessage } from '../../../shared/contract/assistant.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import { told, type Ask } from './asks.ts';
import { keptAsks, turnsOf } from './turns.ts';

const at = '2026-11-23T10:00:00.000Z' as Instant;
const question = (id: string, text: string): AssistantMessage => ({
  role: 'user',
  id,
  at,
  text,
  looking: [],
});
const answer = (id: string, more: Partial<AssistantAnswer> = {}): AssistantAnswer => ({
  role: 'assistant',
  id,
  at,
  text: `answer ${id}`,
  state: 'complete',
  by: 'search',
  citations: [],
  calls: [],
  flags: [],
  unknown: false,
  ...more,
});
const sent: Ask = {
  key: 'ask-1',
  conversation: 'c',
  fresh: 0,
  question: { text: 'third', looking: ['VM web-01'] },
  askedAt: at,
  text: '',
  restarts: 0,
  calls: [],
  phase: 'sent',
};
const kept = [question('q1', 'first'), answer('a1'), question('q2', 'second'), answer('a2')];
const started = told(sent, { is: 'started', conversation: 'c', question: 'q3', answer: 'a3' });

describe('what a conversation shows', () => {
  it('pairs questions with their answers, and shows what is asked after them', () => {
    const turns = turnsOf(kept, [sent]);
    expect(turns.map(({ question }) => question.text)).toEqual(['first', 'second', 'third']);
    expect(turns[2]).toMatchObject({ question: { looking: ['VM web-01'] }, ask: { key: 'ask-1' } });
    expect(turns[2]?.answer).toBeUndefined();
  });

  it('shows a question once, although the application has it too', () => {
    const messages = [...kept, question('q3', 'third'), answer('a3', { state: 'streaming', text: '' })];
    const turns = turnsOf(messages, [told(started, { is: 'text', delta: 'It ' })]);
    expect(turns).toHaveLength(3);
    expect(turns[2]?.ask?.text).toBe('It ');
    expect(turns[2]?.answer).toBeUndefined();
  });

  it('takes what is kept once the answer is over, and forgets the ask', () => {
    const over: Ask = { ...started, phase: 'stopped' };
    const messages = [...kept, question('q3', 'third'), answer('a3', { state: 'stopped' })];
    expect(turnsOf(messages, [over])[2]).toMatchObject({ answer: { state: 'stopped' } });
    expect(turnsOf(messages, [over])[2]?.ask).toBeUndefined();
    expect(keptAsks(messages, [over])).toEqual(['ask-1']);
  });

  it('keeps a question on the screen that the application never got', () => {
    const failed: Ask = { ...sent, phase: 'failed', failure: { code: 'disconnected', message: 'away' } };
    expect(turnsOf(kept, [failed])[2]).toMatchObject({
      question: { text: 'third' },
      ask: { phase: 'failed' },
    });
    expect(keptAsks(kept, [failed])).toEqual([]);
  });

  it('shows a changed question in the place of the old one and of what came after', () => {
    const changed: Ask = { ...sent, question: { text: 'other', looking: [], replaces: 'q1' } };
    expect(turnsOf(kept, [changed]).map(({ question }) => question.text)).toEqual(['other']);
    expect(
      turnsOf(
        [question('q3', 'other')],
        [told(changed, { is: 'started', conversation: 'c', question: 'q3', answer: 'a3' })],
      ),
    ).toHaveLength(1);
  });
});

describe('an answer that comes', () => {
  it('grows, and begins anew when it is taken back', () => {
    const grown = told(told(started, { is: 'text', delta: 'Wrong' }), { is: 'text', delta: ' start' });
    expect(grown).toMatchObject({ text: 'Wrong start', phase: 'writing' });
    expect(told(grown, { is: 'restart' })).toMatchObject({ text: '', restarts: 1, phase: 'working' });
  });

  it('has each call once, as it was told last', () => {
    const call = { id: 'c1', tool: 'search', arguments: { words: 'x' }, state: 'running' } as const;
    const running = told(started, { is: 'call', call });
    const done = told(running, { is: 'call', call: { ...call, state: 'done', durationMs: 5 } });
    expect(done.calls).toEqual([{ ...call, state: 'done', durationMs: 5 }]);
  });

  it('stays stopping once it was stopped, whatever still comes', () => {
    const stopping: Ask = { ...started, phase: 'stopping' };
    expect(told(stopping, { is: 'text', delta: 'late' })).toMatchObject({ phase: 'stopping', text: 'late' });
  });
});
