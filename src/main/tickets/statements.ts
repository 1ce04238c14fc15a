import type { DiagnosisStatement } from '../../shared/model/diagnosis.ts';
import { isRelevant } from '../assistant/relevance.ts';
import { bestExcerpt } from '../assistant/excerpt.ts';
import { changeEvidence } from '../assistant/change-line.ts';
import type { FoundPassage } from '../knowledge/knowledge.ts';
import { findingEvidence, thingEvidence, type TicketCase } from './gather.ts';
import { confidenceOf, likely, type Candidate } from './hypotheses.ts';
import { similarEvidence } from './points.ts';
import type { ResolutionPorts } from './ports.ts';

const mostAdvice = 5;
const mostPassages = 3;
const mostChanges = 6;
const mostThings = 8;

/**
 * Puts everything that a diagnosis may rest on into the ledger, so that a model can be shown it by number, and tells
 * what findings and runbooks advise. Numbers are of the ledger.
 */
export async function addEvidence(
  found: TicketCase,
  candidates: readonly Candidate[],
  ports: ResolutionPorts,
  signal: AbortSignal,
): Promise<DiagnosisStatement[]> {
  const { ledger, view } = found;
  for (const { points } of candidates) {
    for (const { rests } of points) if (rests) ledger.add(rests);
  }
  for (const entity of [...found.subjects, ...candidates.map((one) => one.entity)].slice(0, mostThings)) {
    ledger.add(thingEvidence(view, entity));
  }
  for (const change of found.changes.slice(0, mostChanges)) ledger.add(changeEvidence(change));
  for (const similar of found.similar) ledger.add(similarEvidence(similar));
  const probable = candidates.filter((one) => one.observed && confidenceOf(one) >= likely).slice(0, 2);
  const remedies = probable.flatMap(({ findings }) =>
    findings.slice(0, 1).map((finding): DiagnosisStatement => ({
      text: finding.attributes.remedy,
      citation: ledger.add(findingEvidence(finding)),
      by: 'rules',
    })),
  );
  const passages = await runbooksFor(found, probable, ports, signal);
  const read = passages.map((passage): DiagnosisStatement => {
    const asked = `${found.text} ${probable.map(({ cause }) => cause).join(' ')}`;
    const quote = bestExcerpt(passage.text, asked);
    const title = [passage.title, ...passage.headings].filter(
      (part, at, all) => part !== '' && part !== all[at - 1],
    );
    return {
      text: `Runbook: ${title.join(' › ')}`,
      citation: ledger.add({ is: 'passage', passage, quote }),
      by: 'rules',
    };
  });
  return unique([...remedies, ...read]).slice(0, mostAdvice);
}

/** Runbooks that fit the words of the ticket, and those that fit what was found. */
async function runbooksFor(
  found: TicketCase,
  probable: readonly Candidate[],
  { knowledge, logger }: ResolutionPorts,
  signal: AbortSignal,
): Promise<readonly FoundPassage[]> {
  const [first] = probable;
  if (!first) return found.passages.slice(0, mostPassages);
  const about = `${first.pattern?.title ?? ''} ${first.findings[0]?.attributes.title ?? ''}`.trim();
  try {
    const { passages } = await knowledge.find(`${about} ${first.cause}`, {
      limit: mostPassages,
      about,
      filter: { origins: ['file', 'note'] },
      signal,
    });
    const ids = new Set<string>();
    return [...passages.filter((one) => isRelevant(about, one)).slice(0, 2), ...found.passages]
      .filter(({ id }) => !ids.has(id) && ids.add(id))
      .slice(0, mostPassages);
  } catch (error) {
    signal.throwIfAborted();
    logger.warn({ err: error }, 'runbooks could not be searched for a cause');
    return found.passages.slice(0, mostPassages);
  }
}

function unique(statements: readonly DiagnosisStatement[]): DiagnosisStatement[] {
  const seen = new Set<string>();
  return statements.filter(({ text }) => !seen.has(text) && seen.add(text));
}
