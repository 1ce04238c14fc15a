import type { createColors } from 'picocolors';
import { citationText } from '../../shared/model/answer-markdown.ts';
import type { Diagnosis, DiagnosisStatement, Hypothesis } from '../../shared/model/diagnosis.ts';
import { withoutEscapes } from './output.ts';

type Colors = ReturnType<typeof createColors>;

const longestSource = 260;

const percent = (share: number) => `${Math.round(share * 100)} %`;
const points = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

/** A diagnosis for people at a terminal: the cause first, then why, what may be done, and what it rests on. */
export function diagnosisText(said: Diagnosis, color: Colors): string {
  const diagnosis = withoutEscapes(said);
  const { hypotheses, entities, gaps, refused, dropped, instructions, similar, checks } = diagnosis;
  const [first, ...others] = hypotheses;
  const blocks: string[] = [
    [
      color.bold(diagnosis.summary),
      color.dim(byline(diagnosis)),
      ...(entities.length === 0
        ? []
        : [
            color.dim(
              `About ${entities.map(({ kind, name, how }) => `${kind} ${name}${how === 'misspelt' ? ' (as it was meant)' : ''}`).join(', ')}`,
            ),
          ]),
    ].join('\n'),
  ];
  if (instructions.length > 0) {
    blocks.push(
      section(
        color.yellow('Reads like instructions, not followed'),
        instructions.map(({ where, excerpt }) => `${where}: “${excerpt}”`),
      ),
    );
  }
  if (first) blocks.push(section(color.bold(`Why ${percent(first.confidence)}`), whyLines(first)));
  if (others.length > 0) {
    blocks.push(
      section(
        color.bold('Also considered'),
        others.flatMap((one) => otherLines(one, color)),
      ),
    );
  }
  blocks.push(
    section(
      color.bold(diagnosis.proposals.length > 0 ? 'Proposed, nothing was done' : 'No action'),
      proposalLines(diagnosis),
    ),
  );
  if (refused.length > 0) {
    blocks.push(
      section(
        color.bold('Not proposed'),
        refused.map(
          ({ action, target, by, reason }) =>
            `${action} on ${target}${by === 'model' ? ' (the model’s wish)' : ''}: ${reason}`,
        ),
      ),
    );
  }
  if (diagnosis.advice.length > 0)
    blocks.push(section(color.bold('Advice'), diagnosis.advice.map(statementLine)));
  if (similar.length > 0) {
    blocks.push(
      section(
        color.bold('Similar tickets'),
        similar.map(({ ticket, outcome, citation }) => `${ticket}: ${outcome} [${citation}]`),
      ),
    );
  }
  if (checks.length > 0) {
    blocks.push(
      section(
        color.bold('Read live'),
        checks.map(
          ({ tool, server, state, summary }) =>
            `${tool} of ${server ?? ''}${state === 'done' ? '' : ` ${state}`}: ${summary ?? ''}`,
        ),
      ),
    );
  }
  if (dropped.length > 0) {
    blocks.push(
      section(
        color.bold('Dropped of what the model said'),
        dropped.map(({ text, reason }) => `“${text}”: ${reason}`),
      ),
    );
  }
  if (gaps.length > 0) blocks.push(section(color.bold('Not known'), gaps));
  if (diagnosis.citations.length > 0) {
    blocks.push(
      section(
        color.bold('Sources'),
        diagnosis.citations.map(
          (citation) =>
            `[${citation.number}] ${short(citationText(citation).replaceAll(/\\([\\`*_[\]<>|~])/g, '$1'))}`,
        ),
      ),
    );
  }
  return blocks.join('\n\n');
}

function byline({ by, model, modelProblem, confidence }: Diagnosis): string {
  const who =
    by === 'model'
      ? `rules and ${model ?? 'a language model'}`
      : `rules${modelProblem === undefined ? (model === undefined ? '; no model took part' : `; ${model} added nothing that holds`) : `; the model was lost: ${modelProblem}`}`;
  return `Confidence ${percent(confidence)}, by ${who}`;
}

const section = (title: string, lines: readonly string[]): string =>
  [title, ...lines.map((line) => `  ${line}`)].join('\n');

/** What counted, heaviest first; what was there before anything was known stands last. */
function whyLines({ explained, ...hypothesis }: Hypothesis): string[] {
  const cited = new Map(
    [...hypothesis.for, ...hypothesis.against].map(({ text, citation }) => [text, citation]),
  );
  const [base, ...parts] = explained;
  return [...parts.toSorted((a, b) => b.points - a.points), ...(base ? [base] : [])].map(
    ({ text, points: value }) => {
      const number = cited.get(text);
      return `${points(value)}  ${text}${number === undefined ? '' : ` [${number}]`}`;
    },
  );
}

function otherLines(hypothesis: Hypothesis, color: Colors): string[] {
  const against = hypothesis.against
    .slice(0, 2)
    .map((one) => `      ${color.dim(`against: ${statementLine(one)}`)}`);
  const by = hypothesis.by === 'model' ? ' (the model’s own)' : '';
  return [`${percent(hypothesis.confidence).padStart(5)}  ${hypothesis.cause}${by}`, ...against];
}

function proposalLines({ proposals, noAction }: Diagnosis): string[] {
  if (proposals.length === 0) return [noAction ?? 'Nothing is proposed.'];
  return proposals.flatMap(
    ({ action, title, targetName, risk, reversible, expectedEffect, howToVerify, parameters, by }, place) => [
      `${place + 1}. ${title}: ${action} on ${targetName}${by === 'model' ? ' (proposed by the model)' : ''}`,
      `   risk ${risk} or more, ${reversible ? 'can be taken back' : 'cannot be taken back'}${Object.keys(parameters).length === 0 ? '' : `, ${JSON.stringify(parameters)}`}`,
      `   expected: ${expectedEffect}`,
      `   verified by: ${howToVerify}`,
    ],
  );
}

/** Facts of a source at their full length are in `--json`, and on its own page. */
const short = (text: string) =>
  text.length <= longestSource ? text : `${text.slice(0, longestSource).replace(/\s\S*$/, '')} …`;

const statementLine = ({ text, citation }: DiagnosisStatement): string => `${text} [${citation}]`;
