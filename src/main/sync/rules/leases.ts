import {
  memberOf,
  readGiven,
  requireCollector,
  requireOwn,
  type Given,
  type Members,
  type UserContext,
} from './given.ts';
import { refuse } from './refuse.ts';
import { integer, matching, members, requireVersion, text } from './shape.ts';

const name = text(300, 1);

const task = members(
  {
    task: matching(/^(documents|prose|alerts|automation|collect:.{1,200})$/, 'a task'),
    fence: integer(1),
    operator: name,
    schemaVersion: integer(1),
  },
  { holder: name, session: name },
);
const station = members(
  { workstation: name, beat: integer(0), operator: name, schemaVersion: integer(1) },
  { session: name },
);

/** Who leads which task: the number of a lease only ever rises, and with every holder. */
export function validate(doc: Members, before: Members | null, user: UserContext): void {
  const given = readGiven(doc, before, user);
  if (given.deleted) {
    if (!given.writer.server) refuse('deleted', 'leases stay: a lower number would come after a higher one');
    return;
  }
  requireCollector(given.writer, 'a lease');
  requireVersion(doc, 1);
  if (given.id.slice(0, 5) === 'task:') judgeTask(given);
  else if (given.id.slice(0, 8) === 'station:') judgeStation(given);
  else refuse('shape', '_id: expected task:NAME or station:WORKSTATION');
  requireOwn(given.writer, doc['operator'], 'a lease');
}

function judgeTask({ id, doc, before, writer }: Given): void {
  task(doc, '');
  if (id !== `task:${String(doc['task'])}`) refuse('shape', '_id: expected task: and the task');
  if ((doc['holder'] === undefined) !== (doc['session'] === undefined))
    refuse('shape', 'holder and session are both there, or neither is');
  if (before === undefined) return;
  const fence = Number(doc['fence']);
  const was = Number(before['fence']);
  if (fence < was) refuse('fenced', `lease ${fence}, where ${was} is held or was`);
  if (doc['holder'] === undefined) {
    requireOwn(writer, before['operator'], 'the lease that is released');
    return;
  }
  const another =
    doc['holder'] !== memberOf(before, 'holder') || doc['session'] !== memberOf(before, 'session');
  if (another && fence === was)
    refuse('fenced', `lease ${fence} is another's: whoever takes it over counts on`);
}

function judgeStation({ id, doc, before }: Given): void {
  station(doc, '');
  if (id !== `station:${String(doc['workstation'])}`)
    refuse('shape', '_id: expected station: and the workstation');
  if (before !== undefined && Number(doc['beat']) <= Number(before['beat']))
    refuse('fenced', `beat ${String(doc['beat'])} comes after ${String(before['beat'])}`);
}
