import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { flagsOfData } from '../assistant/safety/flag-data.ts';
import { assemble } from './assemble.ts';
import { gatherCase, type TicketCase } from './gather.ts';
import { confidenceOf, findCandidates, rank, type Candidate } from './hypotheses.ts';
import { readLive, type LiveReading } from './live/read-live.ts';
import { askForOpinion, type ModelOpinion } from './model-opinion.ts';
import { strengths, type CausePattern } from './patterns/cause-pattern.ts';
import { readMetrics } from './metrics/read-metrics.ts';
import type { ResolutionPorts } from './ports.ts';
import { proposeByRules } from './propose.ts';
import { addEvidence } from './statements.ts';
import type { TicketToResolve } from './ticket.ts';

export type ResolutionStep = 'gathering' | 'judging' | 'reading' | 'asking' | 'checking';

export interface TicketResolution {
  /** Works out what a ticket comes from, and what may be done about it. Reads only; keeps nothing. */
  resolveTicket(
    ticket: TicketToResolve,
    options: {
      readonly signal: AbortSignal;
      /** false: rules alone, also where a model is set. */
      readonly model: boolean;
      readonly progress?: (step: ResolutionStep) => void;
    },
  ): Promise<Diagnosis>;
}

/** Things that are looked at live: enough to tell the likeliest causes apart. */
const mostCandidatesRead = 4;
const mostSubjectsRead = 2;
const worthReading = 0.2;

export function createTicketResolution(ports: ResolutionPorts): TicketResolution {
  return {
    async resolveTicket(ticket, { signal, model, progress = () => {} }) {
      const withoutSecrets = await ports.secretRemover();
      progress('gathering');
      const found = await gatherCase(ticket, ports, { signal, withoutSecrets });
      progress('judging');
      const radius = (root: Candidate['entity']) => ports.topology.blastRadius(found.view, root);
      const judged = findCandidates(found, ports.patterns, radius);
      progress('reading');
      const things = new Map(
        [
          ...judged
            .filter((one) => confidenceOf(one) >= worthReading)
            .slice(0, mostCandidatesRead)
            .map(({ entity }) => entity),
          ...found.subjects.slice(0, mostSubjectsRead),
        ].map((entity) => [entity.id, entity]),
      );
      const [live, measured] = await Promise.all([
        readLive([...things.values()], found.view, ports, signal),
        readMetrics([...things.values()], ports, signal),
      ]);
      const readings = [...live.readings, ...measured.readings];
      const candidates = rank(withReadings(found, judged, readings, ports.patterns));
      const advice = await addEvidence(found, candidates, ports, signal);
      const proposed = proposeByRules(found, candidates, ports.catalogue);
      const opinion = await opinionOf(found, candidates, ports, { signal, withoutSecrets, model, progress });
      progress('checking');
      const instructions = flagsOfData(found.ledger.all, []).flatMap((flag) =>
        flag.is === 'instructions-in-data'
          ? [{ where: flag.where, excerpt: withoutSecrets(flag.excerpt) }]
          : [],
      );
      return assemble({
        found,
        candidates,
        advice,
        proposed,
        opinion,
        checks: [...live.calls, ...measured.calls],
        gaps: [...found.gaps, ...live.gaps, ...measured.gaps],
        instructions,
        catalogue: ports.catalogue,
        at: ports.clock.now(),
        withoutSecrets,
      });
    },
  };
}

async function opinionOf(
  found: TicketCase,
  candidates: readonly Candidate[],
  ports: ResolutionPorts,
  options: {
    readonly signal: AbortSignal;
    readonly withoutSecrets: (text: string) => string;
    readonly model: boolean;
    readonly progress: (step: ResolutionStep) => void;
  },
): Promise<ModelOpinion> {
  if (!options.model || !ports.llm.state.configured) return { is: 'none' };
  options.progress('asking');
  return askForOpinion(found, candidates, ports, options);
}

/** What was read just now outweighs what was collected; it may also show what the inventory does not know yet. */
function withReadings(
  found: TicketCase,
  candidates: readonly Candidate[],
  readings: readonly LiveReading[],
  patterns: readonly CausePattern[],
): Candidate[] {
  const used = new Set<LiveReading>();
  const known = candidates.map((candidate): Candidate => {
    const own = readings.filter(
      (one) =>
        one.entity.id === candidate.entity.id &&
        candidate.pattern !== undefined &&
        one.patterns.includes(candidate.pattern.id),
    );
    for (const one of own) used.add(one);
    const points = own.map((one) => ({
      text: `${one.entity.name}: ${one.text}`,
      points: one.speaks === 'for' ? strengths[one.strength] : -strengths[one.strength],
      rests: one.rests,
    }));
    return {
      ...candidate,
      observed: candidate.observed || own.some(({ speaks }) => speaks === 'for'),
      points: [...candidate.points, ...points],
    };
  });
  const fresh = readings
    .filter((one) => one.speaks === 'for' && one.opens !== false && !used.has(one))
    .flatMap((one) => {
      const pattern = patterns.find(({ id }) => one.patterns.includes(id));
      if (!pattern) return [];
      const desk = { view: found.view, findingsOf: found.findingsOf };
      const placed = found.scope.get(one.entity.id);
      return [
        {
          pattern,
          cause: pattern.cause(one.entity, desk),
          entity: one.entity,
          findings: [],
          observed: true,
          points: [
            { text: `${one.entity.name}: ${one.text}`, points: strengths.strong, rests: one.rests },
            {
              text: 'it is what the ticket is about, or beneath it',
              points: placed?.way === 'named' ? 1.5 : 0.5,
            },
          ],
        } satisfies Candidate,
      ];
    });
  return [...known, ...fresh];
}
