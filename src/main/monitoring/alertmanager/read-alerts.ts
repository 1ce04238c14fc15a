import { z } from 'zod';
import { instant, type Instant } from '../../../shared/model/ids.ts';
import { DomainError } from '../../platform/errors.ts';
import type { CallOptions, McpSession } from '../../mcp/session.ts';

/** An alert as `get-alerts` lists it. */
export interface ListedAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Absent where the alert has none; the server's words for that are none of the alert's. */
  readonly summary?: string;
  readonly description?: string;
  readonly startsAt: Instant;
  /** suppressed: silenced or inhibited; unprocessed: Alertmanager has not looked at it yet. */
  readonly state: 'active' | 'suppressed' | 'unprocessed';
  readonly silenced: boolean;
  readonly inhibited: boolean;
}

export interface AlertList {
  readonly alerts: readonly ListedAlert[];
  /** Alerts that could not be read, each with its place and why. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

const moment = z.iso.datetime({ offset: true }).transform((text): Instant => instant(Date.parse(text)));
const placeholders = { summary: 'No summary provided', description: 'No description provided' };
const words = (placeholder: string) =>
  z
    .string()
    .max(20_000)
    .transform((text) => (text === placeholder || text.trim() === '' ? undefined : text));

const alertSchema = z.object({
  fingerprint: z.string().min(1).max(200),
  labels: z.record(z.string().max(300), z.string().max(20_000)),
  summary: words(placeholders.summary),
  description: words(placeholders.description),
  startsAt: moment,
  status: z.object({
    state: z.enum(['active', 'suppressed', 'unprocessed']),
    silenced: z.boolean(),
    inhibited: z.boolean(),
  }),
});

/** More are not read: what lists so many alerts at once is no answer that anything can be concluded from. */
const mostAlerts = 20_000;

/**
 * All alerts that Alertmanager has, silenced and inhibited ones too, in its one answer: the tool has no pages.
 * @throws DomainError unreadable, when the answer is no list; McpError when none comes
 */
export async function readAlerts(session: McpSession, options: CallOptions): Promise<AlertList> {
  const args = { silenced: true, inhibited: true, active: true };
  const { isError, text, data } = await session.callTool('get-alerts', args, options);
  if (isError) throw unreadable(session.source, text.slice(0, 300));
  if (!Array.isArray(data))
    throw unreadable(session.source, `expected a list of alerts, came ${text.slice(0, 80)}`);
  if (data.length > mostAlerts)
    throw unreadable(session.source, `expected at most ${mostAlerts} alerts, came ${data.length}`);
  const alerts: ListedAlert[] = [];
  const unreadableAlerts: { path: string; reason: string }[] = [];
  for (const [place, one] of data.entries()) {
    const parsed = alertSchema.safeParse(one);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      unreadableAlerts.push({
        path: `/${[place, ...(issue?.path ?? [])].map(String).join('/')}`,
        reason: issue?.message ?? 'it does not fit',
      });
      continue;
    }
    const { fingerprint, labels, summary, description, startsAt, status } = parsed.data;
    alerts.push({
      fingerprint,
      labels,
      ...(summary !== undefined && { summary }),
      ...(description !== undefined && { description }),
      startsAt,
      ...status,
    });
  }
  return { alerts, unreadable: unreadableAlerts };
}

export const unreadable = (source: string, why: string): DomainError =>
  new DomainError('unreadable', `${source}: ${why}`, {
    hint: 'Look whether Alertmanager answers where the MCP server looks for it (ALERTMANAGER_URL).',
  });
