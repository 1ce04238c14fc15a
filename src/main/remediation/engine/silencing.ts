import type { Entity } from '../../../shared/model/entity.ts';
import { instant, splitEntityId, type EntityId, type Instant } from '../../../shared/model/ids.ts';
import type { Remediation } from '../../../shared/model/remediation.ts';
import { watchedAs, type LabelMatch } from '../../inventory/watched-as.ts';
import type { McpWriter } from '../../mcp/session.ts';
import type { Actor } from '../remediations.ts';
import { callTool } from './call-tool.ts';
import { entriesOf, withEntry, type EntryOf, type NewEntry } from './journal.ts';
import { reasonOf } from './make-plan.ts';
import type { RemediationPorts } from './ports.ts';
import type { Records } from './records.ts';

/** Systems that tell people of alerts, and can be asked to be silent about some for a while. */
export interface SilencePort {
  sources(): Promise<readonly string[]>;
  /** The call that begins a silence about alerts with all of these labels. */
  creation(silence: {
    readonly labels: readonly LabelMatch[];
    readonly until: Instant;
    readonly comment: string;
  }): ToolCall;
  removal(silence: string): ToolCall;
  /** Those in force. @throws DomainError, McpError when they cannot be read */
  inForce(
    source: string,
    signal: AbortSignal,
  ): Promise<readonly { readonly id: string; readonly comment: string }[]>;
  writer(source: string): McpWriter;
}

interface ToolCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface SilenceContext {
  readonly records: Pick<Records, 'need' | 'update'>;
  readonly ports: Pick<
    RemediationPorts,
    'silencing' | 'inventory' | 'judge' | 'audit' | 'clock' | 'logger' | 'removeSecrets'
  >;
  readonly by: Actor;
  readonly signal: AbortSignal;
}

const readMs = 15_000;

/**
 * Before the first call, where policy wants it: alerts about the target are silenced for a while. Whatever comes of it
 * is written down, and keeps nothing from going on.
 * @returns whether anything was done about it
 */
export async function silenceTarget(id: string, context: SilenceContext): Promise<boolean> {
  const { ports, records } = context;
  const { silences } = ports.judge.policy().policy;
  if (!silences.enabled) return false;
  try {
    const record = await records.need(id);
    if (openSilences(record, ports.clock.now()).length > 0) return false;
    const target = (await ports.inventory.view()).get(record.target);
    const labels = target ? watchedAs(target) : [];
    const sources = (await ports.silencing?.sources()) ?? [];
    const problem = notSilenced(record.target, target, labels.length, sources.length);
    if (problem !== undefined) await note(id, problem, context);
    else
      for (const source of sources) {
        for (const one of labels) await create(id, source, one, silences.minutes, context);
      }
  } catch (error) {
    ports.logger.error({ err: error, id }, 'alerts about the target of a remediation could not be silenced');
  }
  return true;
}

function notSilenced(
  id: EntityId,
  target: Entity | undefined,
  labels: number,
  sources: number,
): string | undefined {
  if (sources === 0) return 'alerts are not silenced: there is no accepted source of alerts';
  const kind = target?.kind ?? splitEntityId(id).kind;
  return labels === 0 ? `alerts are not silenced: nothing says how monitoring labels a ${kind}` : undefined;
}

/** When nothing is under way any more: what was silenced for it may be told again. It ends by itself in any case. */
export async function liftSilences(id: string, context: SilenceContext): Promise<void> {
  const { ports, records } = context;
  try {
    const open = openSilences(await records.need(id), ports.clock.now());
    for (const [source, silences] of Map.groupBy(open, (one) => one.creation.source)) {
      await lift(id, source, silences, context);
    }
  } catch (error) {
    ports.logger.error({ err: error, id }, 'silences of a remediation could not be lifted');
  }
}

export interface OpenSilence {
  readonly creation: EntryOf<'silence-intended'>;
  /** Absent: what became of it is not known. */
  readonly silence?: string;
}

/** Silences that may be in force because of a remediation. */
export function openSilences(record: Pick<Remediation, 'journal'>, now: Instant): readonly OpenSilence[] {
  const came = new Map(entriesOf(record, 'silence-returned').map((one) => [one.intent, one]));
  const lifted = new Set(
    entriesOf(record, 'silence-lift-intended')
      .filter(({ seq }) => came.get(seq)?.holds === false)
      .map(({ of }) => of),
  );
  return entriesOf(record, 'silence-intended').flatMap((creation): OpenSilence[] => {
    const { seq, until } = creation;
    const returned = came.get(seq);
    if (until <= now || lifted.has(seq) || returned?.holds === false) return [];
    return [{ creation, ...(returned?.silence !== undefined && { silence: returned.silence }) }];
  });
}

async function create(
  id: string,
  source: string,
  labels: readonly LabelMatch[],
  minutes: number,
  context: SilenceContext,
): Promise<void> {
  const { ports } = context;
  const { silencing } = ports;
  if (!silencing) return;
  const until = instant(Date.parse(ports.clock.now()) + minutes * 60_000);
  const about = labels.map(({ name, pattern }) => `${name}=~"${pattern}"`).join(', ');
  const intent = await intend(id, context, (record, seq) => ({
    is: 'silence-intended',
    source,
    ...silencing.creation({ labels, until, comment: commentOf(record, seq) }),
    until,
    does: `silences alerts with ${about} until ${until}`,
  }));
  const returned = await callIntended(id, intent, silencing.writer(source), context);
  const found = await find(source, commentOf(await context.records.need(id), intent.seq), context);
  await append(id, context, {
    is: 'silence-returned',
    intent: intent.seq,
    ...returned,
    ...(found.is === 'found' && { silence: found.silence }),
    // Where it cannot be read, it may be in force.
    holds: found.is !== 'none',
    text:
      found.is === 'found'
        ? 'silenced'
        : found.is === 'none'
          ? 'not silenced: it is not in force'
          : `whether it is silenced cannot be read: ${found.why}`,
  });
}

async function lift(
  id: string,
  source: string,
  silences: readonly OpenSilence[],
  context: SilenceContext,
): Promise<void> {
  const { silencing } = context.ports;
  if (!silencing) return;
  for (const { creation, silence: known } of silences) {
    const record = await context.records.need(id);
    const comment = commentOf(record, creation.seq);
    const before = await find(source, comment, context);
    if (before.is === 'unreadable') {
      await note(id, `the silence is not lifted, it ends at ${creation.until}: ${before.why}`, context);
      continue;
    }
    if (before.is === 'none') {
      await close(id, creation, context);
      continue;
    }
    const silence = known ?? before.silence;
    const intent = await intend(id, context, () => ({
      is: 'silence-lift-intended',
      of: creation.seq,
      source,
      ...silencing.removal(silence),
      does: `lifts the silence ${silence}`,
    }));
    const returned = await callIntended(id, intent, silencing.writer(source), context);
    const after = await find(source, comment, context);
    await append(id, context, {
      is: 'silence-returned',
      intent: intent.seq,
      ...returned,
      silence,
      holds: after.is !== 'none',
      text:
        after.is === 'none' ? 'lifted' : `the silence is not lifted, it ends by itself at ${creation.until}`,
    });
  }
}

/** It is not in force: nothing is called, and what was left open in the journal is said. */
async function close(
  id: string,
  creation: EntryOf<'silence-intended'>,
  context: SilenceContext,
): Promise<void> {
  const record = await context.records.need(id);
  const answered = new Set(entriesOf(record, 'silence-returned').map(({ intent }) => intent));
  const lifts = entriesOf(record, 'silence-lift-intended').filter(({ of }) => of === creation.seq);
  const left = [creation, ...lifts].filter(({ seq }) => !answered.has(seq));
  for (const { seq } of left) {
    await append(id, context, {
      is: 'silence-returned',
      intent: seq,
      result: 'lost',
      durationMs: 0,
      digest: '',
      excerpt: '',
      holds: false,
      text: 'it was interrupted; read back, the silence is not in force',
    });
  }
}

type Found =
  | { readonly is: 'found'; readonly silence: string }
  | { readonly is: 'none' }
  | { readonly is: 'unreadable'; readonly why: string };

/** What an answer says of a silence proves nothing, in either direction: those in force are read. */
async function find(
  source: string,
  comment: string,
  { ports, signal }: Pick<SilenceContext, 'ports' | 'signal'>,
): Promise<Found> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(readMs)]);
    const all = (await ports.silencing?.inForce(source, limit)) ?? [];
    const own = all.find((one) => one.comment === comment);
    return own ? { is: 'found', silence: own.id } : { is: 'none' };
  } catch (error) {
    return { is: 'unreadable', why: reasonOf(error) };
  }
}

/** By this one is found again, also by a process that comes after this one. */
const commentOf = ({ id, action, targetName }: Remediation, seq: number): string =>
  `${action} on ${targetName}, remediation ${id}/${seq}`;

type Intent = EntryOf<'silence-intended' | 'silence-lift-intended'>;

async function intend(
  id: string,
  { records, ports }: SilenceContext,
  entry: (record: Remediation, seq: number) => NewEntry,
): Promise<Intent> {
  let seq = 0;
  const record = await records.update(id, (now) => {
    seq = (now.journal.at(-1)?.seq ?? 0) + 1;
    return withEntry(now, entry(now, seq), ports.clock.now());
  });
  const intent = record.journal.find((one) => one.seq === seq);
  if (intent?.is === 'silence-intended' || intent?.is === 'silence-lift-intended') return intent;
  throw new Error(`${id}: the intent that was written is not there`);
}

const append = async (id: string, { records, ports }: SilenceContext, entry: NewEntry): Promise<void> =>
  void (await records.update(id, (now) => withEntry(now, entry, ports.clock.now())));

const note = (id: string, text: string, context: SilenceContext): Promise<void> =>
  append(id, context, { is: 'silence-noted', text });

const callIntended = (
  id: string,
  intent: Intent,
  writer: McpWriter,
  { ports, by, signal }: SilenceContext,
): ReturnType<typeof callTool> => callTool({ remediation: id, intent, writer, by, signal }, ports);
