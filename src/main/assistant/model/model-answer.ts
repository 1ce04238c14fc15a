import type { AnswerFlag } from '../../../shared/contract/assistant.ts';
import type { ToolCallView } from '../../../shared/model/citation.ts';
import type { LlmMessage } from '../../llm/llm.ts';
import { estimateRequest, estimateTokens } from '../../llm/tokens.ts';
import type { AnswerWork } from '../answer-question.ts';
import { entityEvidence, inboundFacts, keyFacts } from '../entity-facts.ts';
import { createFence } from '../safety/fence.ts';
import { createSafeStream } from '../safety/safe-stream.ts';
import { lookedAt } from '../screen-context.ts';
import { cited, fromForms } from '../search-answer.ts';
import { callTool } from './call-tool.ts';
import { isQuotesHead } from './claims.ts';
import { fittingHistory } from './history.ts';
import { limits } from './limits.ts';
import { offeredTools, toolOffer } from './offered-tools.ts';
import { evidenceBlock, systemPrompt, userPrompt } from './prompt.ts';

/** What came of asking a model; also when it was lost or stopped on the way. */
export interface ModelAnswer {
  /** As it was said, with its quotes. */
  readonly said: string;
  readonly model?: string;
  readonly calls: readonly ToolCallView[];
  readonly flags: readonly AnswerFlag[];
  /** Why it came to no end. */
  readonly lost?: Error;
}

/** Shares of what a model reads. */
const historyShare = 0.15;
const answerShare = 0.2;
const lookingShare = 0.08;
/** Of what is left for evidence, so much is kept free for what tools answer. */
const evidenceShare = 0.6;
/** Of that, what the inventory says by itself: what it rests on is to be read too. */
const statementShare = 0.6;
/** Estimates are rather too high; what they miss all the same. */
const slack = 200;
const smallestPassage = 400;
const smallestToolOutput = 600;
const charactersPerToken = 3;

/** Asks the model, runs the tools that it calls, and streams what it says, within limits. */
export async function askModel(work: AnswerWork): Promise<ModelAnswer> {
  const { asked, question, desk, ledger, signal, progress, ports, withoutSecrets } = work;
  const fence = createFence(ports.random);
  const window = ports.llm.contextTokens('chat');
  const history = fittingHistory(asked.history, window * historyShare);
  const flags: AnswerFlag[] = [];
  const calls: ToolCallView[] = [];
  if (history.leftOut > 0) flags.push({ is: 'history-left-out', messages: history.leftOut });
  const answerTokens = Math.min(limits.answerTokens, Math.floor(window * answerShare));
  const offered = await offeredTools(work, window, flags);
  const tools = [...offered.values()].map(toolOffer);
  const looking = asked.context ? await lookedAt(asked.context, ports) : [];
  const ids = asked.context?.entities ?? [];
  const system: LlmMessage = { role: 'system', content: systemPrompt(fence, desk.now) };
  const request = (evidence: readonly string[]): LlmMessage => ({
    role: 'user',
    content: userPrompt({
      question,
      context: asked.context,
      looking: fitting(looking, (window * lookingShare) / 2),
      ids: fitting(ids, (window * lookingShare) / 2),
      evidence,
      history: history.text,
      fence,
    }),
  });
  const roomFor = (messages: readonly LlmMessage[]) =>
    window - answerTokens - slack - estimateRequest({ messages, tools });
  const room = roomFor([system, request([])]) * evidenceShare;
  const messages: LlmMessage[] = [system, request(await firstEvidence(work, fence, room))];

  const deadline = new AbortController();
  const over = new AbortController();
  ports.clock.sleep(limits.timeMs, over.signal).then(
    () => deadline.abort(),
    () => {},
  );
  const tooLong = new AbortController();
  const until = AbortSignal.any([signal, deadline.signal, tooLong.signal]);
  let tokens = 0;
  let count = 0;
  let model: string | undefined;
  let said = '';
  let longest = '';
  let mayCall = true;
  const parts = {
    withoutSecrets,
    elapsed: () => ports.clock.monotonicMs(),
    show: (call: ToolCallView) => progress({ is: 'call', call }),
  };
  const ended = (lost?: Error): ModelAnswer => ({
    said: said.length >= longest.length ? said : longest,
    ...(model !== undefined && { model }),
    calls,
    flags,
    ...(lost && { lost }),
  });
  const stopCalling = (reason: string) => {
    if (mayCall) flags.push({ is: 'limit', reason });
    mayCall = false;
  };

  try {
    for (let round = 1; ; round += 1) {
      said = '';
      const stream = createSafeStream(
        (delta) => progress({ is: 'text', delta }),
        withoutSecrets,
        isQuotesHead,
      );
      const answer = await ports.llm.complete(
        'chat',
        {
          feature: 'assistant',
          messages,
          ...(mayCall && { tools }),
          maxTokens: answerTokens,
          temperature: 0,
        },
        {
          signal: until,
          onText(delta) {
            if (tooLong.signal.aborted) return;
            said += delta;
            stream.push(delta);
            if (said.length > limits.answerCharacters) tooLong.abort();
          },
          onRestart() {
            if (said.length > longest.length) longest = said;
            said = '';
            progress({ is: 'restart' });
          },
        },
      );
      ({ model } = answer);
      tokens += answer.tokens.prompt + answer.tokens.completion;
      said = answer.text;
      if (answer.ended === 'length')
        flags.push({ is: 'limit', reason: `the answer was cut off after ${answerTokens} tokens` });
      if (answer.toolCalls.length === 0 || !mayCall) {
        stream.end();
        longest = '';
        return ended();
      }
      if (said !== '') progress({ is: 'restart' });
      messages.push({ role: 'assistant', content: answer.text, toolCalls: answer.toolCalls });
      for (const call of answer.toolCalls) {
        if (count >= limits.callsPerTurn) {
          stopCalling(`at most ${limits.callsPerTurn} tools are called for one answer`);
          messages.push({
            role: 'tool',
            toolCallId: call.id,
            content: 'Not called: the limit is reached. Answer with what you have.',
          });
          continue;
        }
        count += 1;
        const reading = { desk, ledger, ports, signal: until, callId: `call-${count}` };
        const most = roomFor(messages) * charactersPerToken;
        const { view, text } = await callTool(call, offered, reading, {
          ...parts,
          mostOutput: Math.max(smallestToolOutput, Math.min(limits.toolOutput, most)),
        });
        calls.push(view);
        messages.push({
          role: 'tool',
          toolCallId: call.id,
          content: fence.wrap(`answer of ${view.tool}`, text),
        });
      }
      if (round >= limits.rounds) stopCalling(`tools are called in at most ${limits.rounds} steps`);
      if (tokens >= limits.tokens) stopCalling(`one answer takes at most ${limits.tokens} tokens`);
      if (roomFor(messages) < smallestToolOutput / charactersPerToken)
        stopCalling('what the model can read is full');
    }
  } catch (error) {
    if (tooLong.signal.aborted && !signal.aborted) {
      flags.push({
        is: 'limit',
        reason: `an answer has at most ${limits.answerCharacters} characters; the rest was not waited for`,
      });
      said = said.slice(0, limits.answerCharacters);
      return ended();
    }
    if (deadline.signal.aborted && !signal.aborted) {
      flags.push({ is: 'limit', reason: `one answer takes at most ${limits.timeMs / 1000} s` });
    }
    return ended(error instanceof Error ? error : new Error(String(error)));
  } finally {
    over.abort(new Error('answered'));
  }
}

/** What search and inventory say already, so that most questions need no tool. */
async function firstEvidence(
  { question, found, desk, ledger }: AnswerWork,
  fence: ReturnType<typeof createFence>,
  tokens: number,
): Promise<string[]> {
  const told = await fromForms(question, desk);
  const statements = fitting(
    told.map((statement) => cited(statement, ledger)),
    tokens * statementShare,
  );
  for (const entity of [...question.named, ...question.looking].slice(0, 4)) {
    ledger.add(entityEvidence(entity, [...keyFacts(desk.view, entity), ...inboundFacts(desk.view, entity)]));
  }
  for (const passage of found.passages) ledger.add({ is: 'passage', passage });
  const blocks: string[] =
    statements.length > 0 ? [fence.wrap('what the inventory says', statements.join('\n'))] : [];
  let left = tokens - blocks.reduce((sum, block) => sum + estimateTokens(block), 0);
  for (const numbered of ledger.all) {
    if (left <= 0) break;
    const longest = Math.max(smallestPassage, Math.min(2_400, left * 3));
    const block = evidenceBlock(numbered, fence, longest);
    left -= estimateTokens(block);
    blocks.push(block);
  }
  return blocks;
}

/** The first lines that there is room for, and how many there are in all. */
function fitting(lines: readonly string[], tokens: number): readonly string[] {
  let left = tokens;
  const kept = lines.filter((line) => (left -= estimateTokens(line)) >= 0);
  return kept.length === lines.length ? lines : [...kept, `(${kept.length} of ${lines.length} lines)`];
}
