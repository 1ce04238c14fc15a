import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SharedCollection } from '../../../shared/model/sync.ts';
import type { Clock } from '../../platform/clock.ts';
import type { StoreCollection } from '../../store/store.ts';
import type { CouchClient } from '../couch/couch-client.ts';
import { CouchError } from '../couch/couch-error.ts';
import { lifePath } from '../couch/database-life.ts';
import { coordinationDatabases, databaseName, databasePath, isKeptByYear, layoutVersion } from '../layout.ts';
import type { ParkedEntry } from '../parked.ts';
import { askServer } from '../server-monitor.ts';
import type { SyncCheck } from '../sync.ts';
import { compareCollection, yearOfPath, type Compared } from './compare-collection.ts';

type Finding = SyncCheck['findings'][number];

const designSchema = z.looseObject({
  layout: z.number().int().optional(),
  validate_doc_update: z.string().optional(),
});

/** Seconds that clocks may be apart before it is said: times of what is written are compared between stations. */
const mostSkewMs = 5_000;

/** Looks at everything, and changes nothing. @throws CouchError when the server cannot be asked at all */
export async function checkServer(given: {
  readonly names: readonly SharedCollection[];
  readonly store: (name: SharedCollection) => StoreCollection<{ readonly id: string }>;
  readonly client: CouchClient;
  readonly prefix: string;
  readonly parked: readonly ParkedEntry[];
  /** Paths of its databases as they were found last. */
  readonly databases: (name: SharedCollection) => readonly string[];
  /** Whether the account is believed of what a document says; what it is not believed of stays here. */
  readonly maySend: (name: SharedCollection, document: { readonly id: string }) => boolean;
  readonly auditProblems: () => Promise<readonly string[]>;
  readonly skewMs: () => number | undefined;
  readonly onProgress: (progress: { collection: SharedCollection; done: number; total: number }) => void;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}): Promise<SyncCheck> {
  const { names, client, prefix, signal, clock } = given;
  const began = clock.monotonicMs();
  const findings: Finding[] = [];
  const facts = await askServer(client, signal);
  findings.push({
    subject: 'server',
    ok: true,
    text: `CouchDB ${facts.version} knows this account as ${facts.user}, with ${facts.roles.join(', ') || 'no role'}`,
  });
  findings.push(skewFinding(given.skewMs()));
  const collections: SyncCheck['collections'] = [];
  for (const name of names) {
    const paths = await databasesThere(client, prefix, name, given.databases(name), clock, signal);
    if (paths.length === 0) {
      findings.push({
        subject: name,
        ok: false,
        text: 'the server has no database for it',
        hint: 'Run `datacenter-docs init-db` as an administrator of the server.',
      });
      continue;
    }
    findings.push(await designFinding(client, name, paths, signal));
    const compared = await compareCollection({
      name,
      store: given.store(name),
      client,
      databases: paths.map((path) => yearOfPath(name, path)),
      maySend: (document) => given.maySend(name, document),
      onProgress: (done, total) => given.onProgress({ collection: name, done, total }),
      signal,
    });
    collections.push(compared.difference);
    findings.push(differenceFinding(compared, given.parked.filter((one) => one.collection === name).length));
  }
  if (names.length > 1)
    for (const name of coordinationDatabases)
      findings.push(
        await designFinding(client, name, [databasePath(databaseName(prefix, name))], signal).catch(
          (error: unknown): Finding => ({ subject: name, ok: false, text: messageOf(error) }),
        ),
      );
  if (names.includes('audit')) {
    const problems = await given.auditProblems();
    findings.push({
      subject: 'audit chains',
      ok: problems.length === 0,
      text:
        problems.length === 0
          ? 'each workstation’s records follow on one another'
          : problems.slice(0, 5).join('; '),
      ...(problems.length > 0 && { hint: 'See `datacenter-docs audit verify`.' }),
    });
  }
  return {
    ok: findings.every(({ ok }) => ok),
    findings: findings.map((finding) => ({ ...finding, text: finding.text.slice(0, 4_000) })),
    collections,
    tookMs: Math.round(clock.monotonicMs() - began),
  };
}

function skewFinding(skewMs: number | undefined): Finding {
  if (skewMs === undefined) return { subject: 'clock', ok: true, text: 'the server does not tell its time' };
  const ok = Math.abs(skewMs) <= mostSkewMs;
  const seconds = `${Math.round(Math.abs(skewMs) / 100) / 10} s`;
  return {
    subject: 'clock',
    ok,
    text: ok
      ? `this clock and the server’s are about ${seconds} apart`
      : `this clock is about ${seconds} ${skewMs > 0 ? 'ahead of' : 'behind'} the server’s`,
    ...(!ok && { hint: 'Set both by the same time server.' }),
  };
}

async function databasesThere(
  client: CouchClient,
  prefix: string,
  name: SharedCollection,
  known: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<string[]> {
  const base = databaseName(prefix, name);
  const now = Number(clock.now().slice(0, 4));
  const candidates = isKeptByYear(name)
    ? new Set([...known, ...[now - 1, now, now + 1].map((year) => databasePath(`${base}-${year}`))])
    : new Set([databasePath(base)]);
  const there: string[] = [];
  for (const path of [...candidates].toSorted()) {
    try {
      await client.ask(z.looseObject({}), 'GET', path, { signal });
      there.push(path);
    } catch (error) {
      if (!(error instanceof CouchError) || error.fault !== 'missing') throw error;
    }
  }
  return there;
}

/** How it was set up, and which rules it has: the same text at each workstation tells the same rules. */
async function designFinding(
  client: CouchClient,
  subject: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<Finding> {
  const said: string[] = [];
  for (const path of paths) {
    let design: z.output<typeof designSchema>;
    try {
      design = await client.ask(designSchema, 'GET', `${path}/${lifePath}`, { signal });
    } catch (error) {
      if (!(error instanceof CouchError) || error.fault !== 'missing') throw error;
      return {
        subject: path.slice(1),
        ok: false,
        text: 'it was not set up',
        hint: 'Run `datacenter-docs init-db` as an administrator of the server.',
      };
    }
    const { layout = 1, validate_doc_update: rules } = design;
    if (rules === undefined || layout !== layoutVersion)
      return {
        subject: path.slice(1),
        ok: false,
        text:
          rules === undefined
            ? 'it has no rules: every account may write what it likes there'
            : `it is of layout ${layout}, this version knows ${layoutVersion}`,
        hint: 'Run `datacenter-docs init-db` of this version as an administrator of the server.',
      };
    said.push(`layout ${layout}, rules ${createHash('sha256').update(rules).digest('hex').slice(0, 12)}`);
  }
  return { subject, ok: true, text: `set up: ${[...new Set(said)].join('; ')}` };
}

function differenceFinding({ difference, counts, staying }: Compared, parked: number): Finding {
  const { collection, here, there } = difference;
  const { onlyHere, onlyThere, differing } = counts;
  const others = staying > 0 ? `; ${staying} that this account may not send stay as they are here` : '';
  if (onlyHere + onlyThere + differing === 0)
    return { subject: collection, ok: true, text: `${here} here, ${there} there, all alike${others}` };
  return {
    subject: collection,
    ok: false,
    text: `${onlyHere} only here, ${onlyThere} only there, ${differing} differ${parked > 0 ? `; ${parked} of them are parked` : ''}${others}`,
    hint:
      parked > 0
        ? 'See `datacenter-docs sync status --parked` for what the server says of them.'
        : 'What was written in the last seconds may be on its way. Otherwise see `datacenter-docs sync status`, then `sync repair`.',
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
