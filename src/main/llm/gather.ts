import { LlmError } from './errors.ts';
import type { LlmAnswer, ToolCall } from './llm.ts';
import type { Chunk, Completion } from './wire.ts';

/** An answer as the endpoint gave it, whole. */
export interface RawAnswer {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** undefined: the endpoint has not said that it has ended. */
  readonly ended: LlmAnswer['ended'] | undefined;
  readonly model: string | undefined;
  readonly usage: { readonly prompt: number; readonly completion: number } | undefined;
}

/** Far beyond what any model writes: who goes on has no end, whatever it was asked to keep to. */
const mostCharacters = 400_000;
const mostCalls = 100;

interface Growing {
  readonly index: number | undefined;
  id: string;
  name: string;
  arguments: string;
}

type CallDelta = NonNullable<
  NonNullable<NonNullable<Chunk['choices']>[number]['delta']>['tool_calls']
>[number];

/** Puts deltas together. Endpoints differ: ids come late, twice or never, calls share an index, names come in pieces. */
export function createGathering(newId: () => string): {
  add(chunk: Chunk): string;
  result(): RawAnswer;
} {
  const calls: Growing[] = [];
  let text = '';
  let reason: string | undefined;
  let model: string | undefined;
  let usage: RawAnswer['usage'];
  let characters = 0;

  function callOf(delta: CallDelta): Growing {
    const id = delta.id ?? '';
    const index = delta.index ?? undefined;
    const last = calls.at(-1);
    const known =
      index === undefined
        ? id === '' || last?.id === id
          ? last
          : undefined
        : calls.findLast((call) => call.index === index && (id === '' || call.id === '' || call.id === id));
    // Without index and id, a name begins another call.
    const another =
      index === undefined && id === '' && (delta.function?.name ?? '') !== '' && last?.arguments !== '';
    if (known && !another) {
      if (id !== '') known.id = id;
      return known;
    }
    const call: Growing = { index, id, name: '', arguments: '' };
    calls.push(call);
    return call;
  }

  return {
    add(chunk) {
      model ??= chunk.model ?? undefined;
      usage = usageOf(chunk.usage) ?? usage;
      const choice = chunk.choices?.[0];
      if (!choice) return '';
      reason = choice.finish_reason ?? reason;
      for (const delta of choice.delta?.tool_calls ?? []) {
        const call = callOf(delta);
        const name = delta.function?.name ?? '';
        const args = argumentsText(delta.function?.arguments);
        // Some repeat the name with every piece.
        if (name !== call.name) call.name += name;
        call.arguments += args;
        refuseEndless((characters += name.length + args.length), calls.length);
      }
      const added = (choice.delta?.content ?? '') + (choice.delta?.refusal ?? '');
      refuseEndless((characters += added.length), calls.length);
      text += added;
      return added;
    },
    result: () => ({
      text,
      toolCalls: withIds(calls, newId),
      ended: endOf(reason, calls.length > 0),
      model,
      usage,
    }),
  };
}

export function wholeAnswer(completion: Completion, newId: () => string): RawAnswer {
  const choice = completion.choices[0];
  const calls = (choice?.message.tool_calls ?? []).map((call) => ({
    id: call.id ?? '',
    name: call.function.name,
    arguments: argumentsText(call.function.arguments),
  }));
  const text = (choice?.message.content ?? '') + (choice?.message.refusal ?? '');
  const called = calls.reduce((sum, { name, arguments: args }) => sum + name.length + args.length, 0);
  refuseEndless(text.length + called, calls.length);
  return {
    text,
    toolCalls: withIds(calls, newId),
    // A whole answer has ended, whatever it says of that.
    ended: endOf(choice?.finish_reason ?? 'stop', calls.length > 0),
    model: completion.model ?? undefined,
    usage: usageOf(completion.usage),
  };
}

/** @throws LlmError */
function refuseEndless(characters: number, calls: number): void {
  if (characters <= mostCharacters && calls <= mostCalls) return;
  throw new LlmError(
    'llm-answer',
    calls > mostCalls
      ? `Expected at most ${mostCalls} calls of tools in one answer, and there are more.`
      : `Expected an answer of at most ${mostCharacters} characters, and it goes on.`,
    { hint: 'Ask again, or choose another model.' },
  );
}

/** Ids that are missing or stand twice are made, so that each result finds its call. */
function withIds(calls: readonly Omit<Growing, 'index'>[], newId: () => string): ToolCall[] {
  const seen = new Set<string>();
  return calls.map(({ id, name, arguments: args }) => {
    const own = id === '' || seen.has(id) ? `call_${newId()}` : id;
    seen.add(own);
    return { id: own, name, arguments: args.trim() === '' ? '{}' : args };
  });
}

function endOf(reason: string | undefined, hasCalls: boolean): LlmAnswer['ended'] | undefined {
  switch (reason) {
    case undefined:
      return undefined;
    case 'length':
    case 'max_tokens':
      return 'length';
    case 'content_filter':
      return 'filtered';
    default:
      return hasCalls ? 'tools' : 'stop';
  }
}

function usageOf(usage: Completion['usage']): RawAnswer['usage'] {
  const prompt = usage?.prompt_tokens ?? undefined;
  const completion = usage?.completion_tokens ?? undefined;
  return prompt === undefined || completion === undefined ? undefined : { prompt, completion };
}

function argumentsText(given: string | Readonly<Record<string, unknown>> | null | undefined): string {
  if (given === null || given === undefined) return '';
  return typeof given === 'string' ? given : JSON.stringify(given);
}
