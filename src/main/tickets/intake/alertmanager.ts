import type { IntakeReport } from '../../../shared/contract/tickets.ts';
import type { AlertmanagerAlert, AlertmanagerPayload } from '../../../shared/model/alertmanager.ts';
import type { TicketDesk, TicketIntake } from '../desk.ts';
import { derivedTicketId } from '../ticket-id.ts';
import { intakeReport, type EndedTicket } from './intake-report.ts';

/** Whose name stands in tickets for what Alertmanager says. */
export const alertSender = 'Alertmanager';

/**
 * One alert is one ticket: told again it is the same one, also on another workstation, for its id follows from what
 * makes it the same alert.
 */
export const alertTicketId = ({
  fingerprint,
  startsAt,
}: Pick<AlertmanagerAlert, 'fingerprint' | 'startsAt'>): string =>
  derivedTicketId('alertmanager', fingerprint, startsAt);

/**
 * Alerts that fire by design and tell of no trouble: `Watchdog` shows that alerting works at all, `InfoInhibitor`
 * keeps others quiet. With another severity somebody means them to be looked at.
 */
export const firesByDesign = ({ labels }: Pick<AlertmanagerAlert, 'labels'>): boolean =>
  ['Watchdog', 'InfoInhibitor'].includes(labels['alertname'] ?? '') &&
  ['none', ''].includes((labels['severity'] ?? '').toLowerCase());

export async function takeAlerts(
  payload: AlertmanagerPayload,
  desk: TicketDesk,
  signal: AbortSignal,
): Promise<IntakeReport> {
  const firing = payload.alerts.filter((alert) => alert.status === 'firing' && !firesByDesign(alert));
  const taken = await desk.addAll(
    firing.map((alert) => intakeOfAlert(alert, payload)),
    alertSender,
    signal,
  );
  const ended: EndedTicket[] = [];
  for (const alert of payload.alerts) {
    if (alert.status !== 'resolved') continue;
    signal.throwIfAborted();
    const id = alertTicketId(alert);
    const at = alert.endsAt ?? alert.startsAt;
    ended.push({ id, is: await desk.over(id, { text: `The alert ended at ${at}.`, at }, alertSender) });
  }
  return intakeReport(taken, ended, payload.truncatedAlerts);
}

const titles = ['summary', 'title'] as const;
const texts = ['description', 'message'] as const;

/** @param way How it came: the receiver of a notification, or the source that lists it. */
export function intakeOfAlert(
  alert: AlertmanagerAlert,
  way: Pick<AlertmanagerPayload, 'receiver' | 'externalURL'>,
): TicketIntake {
  const { receiver, externalURL } = way;
  const { labels, annotations, startsAt, fingerprint, generatorURL } = alert;
  const name = labels['alertname'] ?? 'Alert';
  const title = firstOf(annotations, titles) ?? `${name} ${subjectOf(labels)}`.trim();
  const text = [
    firstOf(annotations, texts),
    `Alert: ${name}`,
    ...Object.entries(annotations)
      .filter(([key]) => ![...titles, ...texts].some((known) => known === key))
      .map(([key, value]) => `${key}: ${value}`),
    generatorURL !== '' && `Source: ${generatorURL}`,
  ].filter((part) => part !== undefined && part !== false);
  const url = URL.canParse(externalURL) ? externalURL.slice(0, 2_000) : undefined;
  return {
    id: alertTicketId(alert),
    title,
    text: text.join('\n'),
    labels,
    since: startsAt,
    origin: {
      is: 'alertmanager',
      fingerprint,
      startsAt,
      receiver,
      ...(url !== undefined && { url }),
    },
  };
}

function firstOf(words: Readonly<Record<string, string>>, names: readonly string[]): string | undefined {
  return names.map((name) => words[name]?.trim()).find((value) => value !== undefined && value !== '');
}

const subjects = ['pod', 'deployment', 'node', 'host', 'vm', 'device', 'interface', 'instance', 'namespace'];

const subjectOf = (labels: Readonly<Record<string, string>>): string =>
  subjects.flatMap((name) => labels[name] ?? [])[0] ?? '';
