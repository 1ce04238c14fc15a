import { createHash } from 'node:crypto';
import type { AlertmanagerPayload } from '../../../shared/model/alertmanager.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import { count } from '../../../shared/format.ts';
import type { Clock } from '../../platform/clock.ts';
import type { TicketDesk } from '../desk.ts';
import { alertSender, alertTicketId, firesByDesign, intakeOfAlert } from './alertmanager.ts';
import type { KnownAlerts, SourceAlerts } from './known-alerts.ts';

/** An alert as a source lists it while it is one. */
export interface ListedAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly summary?: string;
  readonly description?: string;
  readonly startsAt: Instant;
  readonly state: 'active' | 'suppressed' | 'unprocessed';
}

export interface SilenceOfAlerts {
  readonly id: string;
  readonly createdBy: string;
  readonly comment: string;
  readonly endsAt: Instant;
  covers(labels: Readonly<Record<string, string>>): boolean;
}

/** What one source answered when it was asked for all its alerts. */
export type AlertListing =
  | {
      readonly is: 'listed';
      readonly source: string;
      readonly alerts: readonly ListedAlert[];
      /** Why some of them are missing here; absent: these are all. */
      readonly partial?: string;
      /** Those in force; empty where they could not be asked for. */
      readonly silences: readonly SilenceOfAlerts[];
    }
  | { readonly is: 'failed'; readonly source: string; readonly reason: string };

export interface ListedReport {
  /** Sources that answered. */
  readonly answered: number;
  readonly listed: number;
  readonly created: number;
  readonly noted: number;
  readonly closed: number;
  readonly reopened: number;
  /** Not taken in: there are too many at once. */
  readonly left: number;
  /** What could not be asked or read, for the log. */
  readonly problems: readonly string[];
}

/** New tickets of one source at a time; the others wait for the next time, gravest first. */
const mostAtOnce = 200;
/** Alerts of one source that are tickets at the same time; more than that nobody looks at one by one. */
const mostTaken = 1_000;

const goneText = 'Alertmanager does not list the alert any more.';
const backText = 'Alertmanager lists the alert again.';

/**
 * Takes in what sources list, as their notifications are taken in: the same alert is the same ticket, whichever way it
 * came. An alert is over when its source answered completely without it for a while, and no other source lists it: a
 * source that does not answer ends nothing, and one that was restarted lists nothing for a moment.
 */
export async function takeListed(
  listings: readonly AlertListing[],
  ports: {
    readonly desk: TicketDesk;
    readonly known: KnownAlerts;
    readonly clock: Pick<Clock, 'now'>;
    /** How long an alert has to be missing from complete answers before it is over. */
    readonly goneAfterMs: number;
    readonly signal: AbortSignal;
  },
): Promise<ListedReport> {
  const { known, clock } = ports;
  const before = await known.read();
  const after = new Map<string, SourceAlerts>();
  const total = { answered: 0, listed: 0, created: 0, noted: 0, closed: 0, reopened: 0, left: 0 };
  const problems: string[] = [];
  for (const listing of listings) {
    const had: SourceAlerts = before.get(listing.source) ?? {};
    if (listing.is === 'failed') {
      problems.push(namedOnce(listing.source, listing.reason));
      after.set(listing.source, notMissing(had));
      continue;
    }
    if (listing.partial !== undefined) problems.push(`${listing.source}: ${listing.partial}`);
    total.answered += 1;
    total.listed += listing.alerts.length;
    const taken = await takeIn(listing, had, ports);
    total.created += taken.created;
    total.noted += taken.noted;
    total.reopened += taken.reopened;
    total.left += taken.left;
    if (taken.left > 0) {
      problems.push(
        `${listing.source}: ${count(taken.left, 'alert')} left for later: at most ${mostAtOnce} become tickets at a time, and ${mostTaken} altogether`,
      );
    }
    after.set(listing.source, missing(taken.alerts, had, listing, clock.now()));
  }
  const over = overIn(after, ports.goneAfterMs, clock.now());
  for (const id of over) {
    ports.signal.throwIfAborted();
    const is = await ports.desk.over(id, { text: goneText }, alertSender);
    if (is === 'closed') total.closed += 1;
    if (is === 'noted') total.noted += 1;
  }
  for (const [source, alerts] of after) {
    after.set(source, Object.fromEntries(Object.entries(alerts).filter(([id]) => !over.has(id))));
  }
  await known.write(after);
  return { ...total, problems };
}

async function takeIn(
  { source, alerts, silences }: Extract<AlertListing, { is: 'listed' }>,
  had: SourceAlerts,
  { desk, signal }: { readonly desk: TicketDesk; readonly signal: AbortSignal },
) {
  const now: Record<string, SourceAlerts[string]> = {};
  const fresh: { id: string; alert: ListedAlert }[] = [];
  let [created, noted, reopened] = [0, 0, 0];
  for (const alert of alerts) {
    signal.throwIfAborted();
    const id = alertTicketId(alert);
    const digest = digestOf(alert);
    const kept = had[id];
    const ticket = await desk.get(id);
    if (!ticket) {
      // Whoever silenced it, or inhibits it by rules, wants to hear nothing of it; Alertmanager sends none of it either.
      if (alert.state === 'active' && !firesByDesign(alert)) fresh.push({ id, alert });
      continue;
    }
    if (kept && kept.digest !== '' && kept.digest !== digest && alert.state === 'active') {
      await desk.addAll([intakeOfAlert(payloadAlert(alert), wayOf(source))], alertSender, signal);
      noted += 1;
    }
    if (ticket.state === 'closed' && ticket.outcome?.summary === goneText && alert.state === 'active') {
      await desk.change(id, { state: 'reopened', reason: backText }, alertSender);
      reopened += 1;
    }
    const told = await tellSilences(id, alert, silences, kept?.silences ?? [], desk);
    noted += told.length - (kept?.silences?.length ?? 0);
    // One that came by a notification has its words from there: these say less.
    now[id] = { digest: kept ? kept.digest && digest : '', ...(told.length > 0 && { silences: [...told] }) };
  }
  const room = Math.max(0, Math.min(mostAtOnce, mostTaken - Object.keys(now).length));
  const chosen = fresh.toSorted(gravestFirst).slice(0, room);
  const taken = await desk.addAll(
    chosen.map(({ alert }) => intakeOfAlert(payloadAlert(alert), wayOf(source))),
    alertSender,
    signal,
  );
  created += taken.filter((one) => one.created).length;
  for (const { id, alert } of chosen) now[id] = { digest: digestOf(alert) };
  return { alerts: now, created, noted, reopened, left: fresh.length - chosen.length };
}

/** A silence is told of once in each ticket. @returns those that were told of */
async function tellSilences(
  id: string,
  { labels, state }: ListedAlert,
  silences: readonly SilenceOfAlerts[],
  told: readonly string[],
  desk: TicketDesk,
): Promise<readonly string[]> {
  if (state !== 'suppressed') return told;
  const fresh = silences.filter((one) => !told.includes(one.id) && one.covers(labels));
  for (const { createdBy, comment, endsAt } of fresh) {
    await desk.note(id, `Silenced by ${createdBy} until ${endsAt}: ${comment}`.slice(0, 2_000));
  }
  return [...told, ...fresh.map((one) => one.id)];
}

/**
 * What was listed before and is not now: since when, in answers that were all complete. One that is not says nothing of
 * what it leaves out, and waiting begins anew after it.
 */
function missing(
  now: SourceAlerts,
  had: SourceAlerts,
  { partial }: Extract<AlertListing, { is: 'listed' }>,
  at: Instant,
): SourceAlerts {
  const gone = Object.fromEntries(Object.entries(had).filter(([id]) => now[id] === undefined));
  if (partial !== undefined) return { ...now, ...notMissing(gone) };
  return {
    ...now,
    ...Object.fromEntries(
      Object.entries(gone).map(([id, one]) => {
        // A clock that was set back would have it wait for as long.
        const since = one.missingSince !== undefined && one.missingSince <= at ? one.missingSince : at;
        return [id, { ...one, missingSince: since }];
      }),
    ),
  };
}

const notMissing = (had: SourceAlerts): SourceAlerts =>
  Object.fromEntries(Object.entries(had).map(([id, { missingSince: _, ...one }]) => [id, one]));

/** Those that every source that ever listed them misses, each for long enough. */
function overIn(
  all: ReadonlyMap<string, SourceAlerts>,
  goneAfterMs: number,
  now: Instant,
): ReadonlySet<string> {
  const ids = new Set([...all.values()].flatMap((alerts) => Object.keys(alerts)));
  const isOver = (id: string) =>
    [...all.values()].every(({ [id]: one }) => {
      if (!one) return true;
      return one.missingSince !== undefined && Date.parse(now) - Date.parse(one.missingSince) >= goneAfterMs;
    });
  return new Set([...ids].filter(isOver));
}

const wayOf = (source: string): Pick<AlertmanagerPayload, 'receiver' | 'externalURL'> => ({
  receiver: source.slice(0, 300),
  externalURL: '',
});

const payloadAlert = ({ fingerprint, labels, startsAt, summary, description }: ListedAlert) => ({
  status: 'firing' as const,
  fingerprint,
  labels: { ...labels },
  startsAt,
  annotations: {
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
  },
  generatorURL: '',
});

const digestOf = ({ summary, description, labels }: ListedAlert): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        withoutAmounts(summary),
        withoutAmounts(description),
        Object.keys(labels)
          .toSorted()
          .map((name) => [name, labels[name]]),
      ]),
    )
    .digest('base64url')
    .slice(0, 16);

/** `CPU at 93.2 %` is another text with each evaluation of its rule, and says nothing new. */
const withoutAmounts = (text: string | undefined): string | undefined =>
  text?.replaceAll(/[+-]?\d\S*(?: (?:[kKMGTP]i?B|B|%|ms|s|m|h|d)(?![A-Za-z]))?/g, '#');

const severities = ['critical', 'emergency', 'page', 'error', 'high', 'warning'];
const graveness = ({ labels }: ListedAlert): number => {
  const place = severities.indexOf((labels['severity'] ?? '').toLowerCase());
  return place === -1 ? severities.length : place;
};

/** Of the same severity the newest first: what has stood for long can wait a little longer. */
const gravestFirst = (a: { readonly alert: ListedAlert }, b: { readonly alert: ListedAlert }): number =>
  graveness(a.alert) - graveness(b.alert) || (a.alert.startsAt < b.alert.startsAt ? 1 : -1);

/** What a source says of itself may begin with its name. */
const namedOnce = (source: string, reason: string): string =>
  reason.startsWith(`${source}: `) ? reason : `${source}: ${reason}`;
