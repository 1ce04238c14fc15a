import type { AnswerFlag } from '../../shared/contract/assistant.ts';
import type {
  Diagnosis,
  DiagnosisStatement,
  Hypothesis,
  Proposal,
  RiskLevel,
} from '../../shared/model/diagnosis.ts';
import type { EntityId } from '../../shared/model/ids.ts';
import type { AnswerDraft } from './answer-parts.ts';
import type { AnswerWork } from './answer-question.ts';
import { evidenceOf } from './evidence.ts';
import { say } from './forms/question-form.ts';
import type { Language } from './language.ts';
import { bold, mdText } from './markdown-text.ts';
import { joinedLines } from './search-answer.ts';

/** The diagnosis that a ticket of these words would get, as an answer with its sources. */
export async function answerDiagnosis(words: string, work: AnswerWork): Promise<AnswerDraft> {
  const { asked, desk, ledger, ports, progress, signal } = work;
  const diagnosis = await ports.diagnose(
    { title: '', body: words, entities: subjectsOf(words, work), at: desk.now },
    {
      signal,
      model: asked.useModel,
      progress: (step) => {
        if (step === 'checking') progress({ is: 'checking' });
      },
    },
  );
  for (const call of diagnosis.checks) progress({ is: 'call', call });
  const kept = new Set(diagnosis.similar.map(({ ticket }) => ticket));
  // The words of the question themselves are no source that could be opened.
  const sources = diagnosis.citations.filter((one) => one.is !== 'ticket' || kept.has(one.ticket));
  const numbers = new Map(sources.map((citation) => [citation.number, ledger.add(evidenceOf(citation))]));
  const quotes = new Map(
    sources.flatMap((citation) =>
      'quote' in citation ? [[numbers.get(citation.number) ?? 0, citation.quote] as const] : [],
    ),
  );
  return {
    text: joinedLines(linesOf(diagnosis, desk.language, (citation) => numbers.get(citation))),
    by: diagnosis.by === 'model' ? 'model' : 'search',
    ...(diagnosis.model !== undefined && { model: diagnosis.model }),
    calls: diagnosis.checks,
    flags: flagsOf(diagnosis),
    unknown: diagnosis.hypotheses.length === 0 && diagnosis.advice.length === 0,
    quotes,
  };
}

/** What the words name is found by itself; where they name nothing, it is about what is looked at. */
function subjectsOf(words: string, { asked, desk, question }: AnswerWork): EntityId[] {
  if (question.named.length > 0) return [];
  const shown = (asked.context?.entities ?? []).filter((id) => desk.view.get(id) !== undefined);
  if (shown.length > 0 || words !== '') return shown;
  return question.looking.slice(0, 1).map(({ id }) => id);
}

function flagsOf({ instructions, dropped, modelProblem }: Diagnosis): AnswerFlag[] {
  return [
    ...(modelProblem === undefined ? [] : [{ is: 'model-lost' as const, reason: modelProblem }]),
    ...instructions.map((one) => ({ is: 'instructions-in-data' as const, ...one })),
    ...(dropped.length === 0
      ? []
      : [{ is: 'unsupported' as const, sentences: dropped.map(({ text }) => text) }]),
  ];
}

function linesOf(
  diagnosis: Diagnosis,
  language: Language,
  numberOf: (citation: number) => number | undefined,
): string[] {
  const tell = (en: string, de: string) => say(language, en, de);
  const cited = (citation: number) => {
    const number = numberOf(citation);
    return number === undefined ? '' : ` [${number}]`;
  };
  const statement = ({ text, citation }: DiagnosisStatement) => `- ${mdText(text)}${cited(citation)}`;
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`**${title}**`, ...lines];
  const [first, ...others] = diagnosis.hypotheses;
  return [
    mdText(diagnosis.summary),
    `*${byline(diagnosis, language)}*`,
    ...part(tell('Speaks for it', 'Dafür spricht'), first?.for.map(statement) ?? []),
    ...part(tell('Speaks against it', 'Dagegen spricht'), first?.against.map(statement) ?? []),
    ...part(
      tell('Also considered', 'Auch erwogen'),
      others.map((one) => otherLine(one, cited)),
    ),
    ...(diagnosis.proposals.length > 0
      ? part(
          tell('Proposed, nothing was done', 'Vorgeschlagen, nichts wurde getan'),
          diagnosis.proposals.map((one) => proposalLine(one, language)),
        )
      : part(tell('No action', 'Keine Maßnahme'), [mdText(diagnosis.noAction ?? '')])),
    ...part(
      tell('Not proposed', 'Nicht vorgeschlagen'),
      diagnosis.refused.map(
        ({ action, target, reason }) => `- ${mdText(action)}, ${bold(target)}: ${mdText(reason)}`,
      ),
    ),
    ...part(tell('Advice', 'Rat'), diagnosis.advice.map(statement)),
    ...part(
      tell('Similar tickets', 'Ähnliche Tickets'),
      diagnosis.similar.map(
        ({ ticket, outcome, citation }) => `- ${mdText(ticket)}: ${mdText(outcome)}${cited(citation)}`,
      ),
    ),
    ...part(
      tell('Not known', 'Nicht bekannt'),
      diagnosis.gaps.map((gap) => `- ${mdText(gap)}`),
    ),
  ];
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

function byline({ by, model, confidence }: Diagnosis, language: Language): string {
  const who =
    by === 'model'
      ? say(
          language,
          `by rules and ${mdText(model ?? 'a language model')}`,
          `nach Regeln und ${mdText(model ?? 'einem Sprachmodell')}`,
        )
      : say(
          language,
          'by findings, patterns and runbooks; no language model took part',
          'nach Befunden, Mustern und Runbooks; kein Sprachmodell war beteiligt',
        );
  return `${say(language, 'Confidence', 'Sicherheit')} ${percent(confidence)}, ${who}`;
}

function otherLine({ cause, confidence, against }: Hypothesis, cited: (citation: number) => string): string {
  const [told] = against;
  const why = told === undefined ? '' : ` (${mdText(told.text)}${cited(told.citation)})`;
  return `- ${percent(confidence)} ${mdText(cause)}${why}`;
}

const risks: Readonly<Record<RiskLevel, string>> = {
  low: 'gering',
  medium: 'mittel',
  high: 'hoch',
  critical: 'kritisch',
};

function proposalLine(proposal: Proposal, language: Language): string {
  const { title, action, targetName, parameters, risk, reversible, expectedEffect, howToVerify } = proposal;
  const given = Object.keys(parameters).length === 0 ? '' : `, ${mdText(JSON.stringify(parameters))}`;
  return `- ${mdText(title)}: ${mdText(action)}, ${bold(targetName)}${given}; ${
    reversible
      ? say(language, `risk ${risk}, can be taken back`, `Risiko ${risks[risk]}, kann zurückgenommen werden`)
      : say(
          language,
          `risk ${risk}, cannot be taken back`,
          `Risiko ${risks[risk]}, kann nicht zurückgenommen werden`,
        )
  }. ${say(language, 'Expected', 'Erwartet')}: ${mdText(expectedEffect)} ${say(language, 'Verified by', 'Geprüft durch')}: ${mdText(howToVerify)}`;
}
