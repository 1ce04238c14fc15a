import type { z } from 'zod';
import type { Diagnosis, DiagnosisStatement } from '../../shared/model/diagnosis.ts';
import type { Entity } from '../../shared/model/entity.ts';
import { cleanText } from '../../shared/clean-text.ts';
import { evidenceText } from '../assistant/evidence.ts';
import { isSupported } from '../assistant/model/support.ts';
import { createFence } from '../assistant/safety/fence.ts';
import { DomainError } from '../platform/errors.ts';
import type { TicketCase } from './gather.ts';
import type { Candidate } from './hypotheses.ts';
import { answerTokens, opinionPrompt, opinionSchema, type SaidStatement } from './opinion-prompt.ts';
import type { ResolutionPorts } from './ports.ts';

export interface ModelHypothesis {
  /** Place in what it was given; absent: its own. */
  readonly place?: number;
  readonly cause?: string;
  readonly entity?: Entity;
  readonly confidence: number;
  /** Numbers are of the ledger. */
  readonly for: readonly DiagnosisStatement[];
  readonly against: readonly DiagnosisStatement[];
}

export interface ModelProposal {
  readonly action: string;
  readonly target: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Place in what it was given. */
  readonly hypothesis: number;
}

export type ModelOpinion =
  | { readonly is: 'none' }
  | { readonly is: 'lost'; readonly problem: string }
  | {
      readonly is: 'given';
      readonly model?: string;
      readonly hypotheses: readonly ModelHypothesis[];
      readonly summary: readonly DiagnosisStatement[];
      readonly proposals: readonly ModelProposal[];
      readonly dropped: Diagnosis['dropped'];
    };

const deadlineMs = 120_000;
/**
 * Asks the model what it makes of the evidence. It has no tools here; what it says is kept where the evidence that it
 * cites says so, and what it proposes is only handed on to be checked.
 */
export async function askForOpinion(
  found: TicketCase,
  candidates: readonly Candidate[],
  ports: ResolutionPorts,
  {
    signal,
    withoutSecrets,
  }: { readonly signal: AbortSignal; readonly withoutSecrets: (text: string) => string },
): Promise<ModelOpinion> {
  const { llm } = ports;
  const fence = createFence(ports.random);
  const window = llm.contextTokens('chat');
  const messages = opinionPrompt(found, candidates, {
    fence,
    catalogue: ports.catalogue,
    now: ports.clock.now(),
    window,
  });
  const until = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  try {
    const said = await llm.json(
      'chat',
      { feature: 'tickets', messages, maxTokens: answerTokens(window), temperature: 0 },
      opinionSchema,
      { signal: until },
    );
    return {
      ...checked(said, found, candidates.length, ports, withoutSecrets),
      ...(llm.state.model !== undefined && { model: llm.state.model }),
    };
  } catch (error) {
    signal.throwIfAborted();
    ports.logger.warn({ err: error }, 'the model was lost while it looked at a ticket');
    const problem = until.aborted
      ? `it did not answer within ${deadlineMs / 1000} s`
      : error instanceof DomainError
        ? error.message
        : 'it failed';
    return { is: 'lost', problem };
  }
}

type Opinion = Extract<ModelOpinion, { is: 'given' }>;

function checked(
  said: z.output<typeof opinionSchema>,
  found: TicketCase,
  given: number,
  ports: ResolutionPorts,
  withoutSecrets: (text: string) => string,
): Opinion {
  const dropped: { text: string; reason: string }[] = [];
  const drop = (text: string, reason: string) =>
    dropped.push({ text: bare(text).slice(0, 400), reason: bare(reason).slice(0, 300) });
  const bare = (text: string) => cleanText(withoutSecrets(text)).replaceAll(/\s+/g, ' ').trim();

  const keep = ({ text, evidence: number }: SaidStatement): DiagnosisStatement[] => {
    const evidence = found.ledger.get(number);
    const plain = bare(text);
    if (!evidence) {
      drop(plain, `it cites evidence ${number}, which there is not`);
      return [];
    }
    // Of what a ticket says only that it says so: whoever wrote it may say anything.
    if (evidence.is === 'ticket') {
      drop(plain, 'a ticket alone is no evidence of a cause');
      return [];
    }
    if (!isSupported(plain, evidenceText(evidence), { question: '', quoted: false })) {
      drop(plain, `evidence ${number} does not say so`);
      return [];
    }
    const grounds = ports.factCheck?.(plain, found.view);
    if (grounds?.is === 'contradicted') {
      drop(plain, grounds.reason);
      return [];
    }
    return [{ text: plain, citation: number, by: 'model' }];
  };
  const placeOf = (ref: string | undefined): number | undefined => {
    const number = Number(/^H(\d{1,2})$/i.exec(ref ?? '')?.[1] ?? Number.NaN);
    return number >= 1 && number <= given ? number - 1 : undefined;
  };

  const hypotheses = said.hypotheses.flatMap((one): ModelHypothesis[] => {
    const place = placeOf(one.ref);
    const speaksFor = one.for.flatMap(keep);
    const against = one.against.flatMap(keep);
    const { confidence } = one;
    if (place !== undefined) return [{ place, confidence, for: speaksFor, against }];
    const cause = bare(one.cause ?? '');
    if (cause === '') {
      if (one.ref !== undefined) drop(one.ref, 'there is no such hypothesis');
      return [];
    }
    const entity = [...found.scope.values()].find(
      ({ entity: { id, name } }) => id === one.entity || name === one.entity,
    );
    const rests = speaksFor
      .map(({ citation }) => found.ledger.get(citation))
      .filter((all) => all !== undefined);
    if (rests.length === 0) {
      drop(cause, 'nothing that it cites bears it out');
      return [];
    }
    if (!isSupported(cause, rests.map(evidenceText).join('\n'), { question: '', quoted: false })) {
      drop(cause, 'what it cites does not say so');
      return [];
    }
    if (one.entity !== undefined && !entity) {
      drop(cause, 'it is about something that the ticket has nothing to do with');
      return [];
    }
    return [{ cause, confidence, for: speaksFor, against, ...(entity && { entity: entity.entity }) }];
  });
  return {
    is: 'given',
    hypotheses,
    summary: said.summary.flatMap(keep),
    proposals: said.proposals.map(({ hypothesis, ...proposal }) => ({
      ...proposal,
      hypothesis: placeOf(hypothesis) ?? 0,
    })),
    dropped,
  };
}
