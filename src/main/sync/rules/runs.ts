import { readGiven, refuseDeletion, requireCollector, type Members, type UserContext } from './given.ts';
import { refuse } from './refuse.ts';
import {
  anything,
  flag,
  instant,
  integer,
  list,
  members,
  oneOf,
  plainMembers,
  requireVersion,
  text,
} from './shape.ts';

const outcomes = ['running', 'succeeded', 'partial', 'failed', 'cancelled', 'interrupted'];

const shape = members(
  {
    type: oneOf(['collection']),
    source: text(63, 1),
    domain: text(100, 1),
    simulated: flag,
    startedAt: instant,
    outcome: oneOf(outcomes),
    scopes: list(anything(20), 100_000),
    counts: plainMembers(20),
    rejects: list(anything(20), 1_000),
    unavailable: list(anything(20), 10_000),
    schemaVersion: integer(1),
  },
  { workstation: text(200), adapter: text(200), finishedAt: instant, error: plainMembers(20) },
);

/** Executions of collectors: by whoever collects; what has ended does not begin again. */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const given = readGiven(doc, before, user);
  refuseDeletion(given);
  requireCollector(given.writer, 'a collection run');
  requireVersion(doc, 1);
  shape(doc, '');
  if (given.before === undefined) return;
  for (const name of ['source', 'startedAt'])
    if (given.before[name] !== doc[name]) refuse('append-only', `${name} of a run never changes`);
  if (doc['outcome'] === 'running' && given.before['outcome'] !== 'running')
    refuse('state', `the run has ended (${String(given.before['outcome'])}) and does not run any more`);
}
