import { z } from 'zod';
import { instant, type Instant } from '../../../shared/model/ids.ts';
import type { CallOptions, McpSession } from '../../mcp/session.ts';
import { foreignPattern } from '../../platform/foreign-pattern.ts';
import { unreadable } from './read-alerts.ts';

const moment = z.iso.datetime({ offset: true }).transform((text): Instant => instant(Date.parse(text)));

const matcherSchema = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean(),
  /** false: what does not match. Alertmanager before 0.22 has no such. */
  isEqual: z.boolean().default(true),
});

const silenceSchema = z.object({
  id: z.string().min(1).max(200),
  status: z.enum(['active', 'pending', 'expired']),
  createdBy: z.string(),
  comment: z.string(),
  startsAt: moment,
  endsAt: moment,
  matchers: z.array(matcherSchema).min(1),
});
/** A silence as `get-silences` lists it. */
export type Silence = z.output<typeof silenceSchema>;

/** @throws DomainError unreadable, also where one of them cannot be read: it may be the one that is looked for */
export async function readSilences(session: McpSession, options: CallOptions): Promise<readonly Silence[]> {
  const { isError, text, data } = await session.callTool('get-silences', {}, options);
  if (isError) throw unreadable(session.source, text.slice(0, 300));
  return parseSilences(session.source, data, text);
}

function parseSilences(source: string, data: unknown, text: string): readonly Silence[] {
  const parsed = z.array(silenceSchema).safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unreadable(
    source,
    `expected a list of silences, came ${text.slice(0, 80)} (/${(issue?.path ?? []).map(String).join('/')}: ${issue?.message ?? ''})`,
  );
}

/** Whether a silence is about alerts of some labels, as Alertmanager judges it; an absent label is an empty one. */
export function coverageOf({
  matchers,
}: Pick<Silence, 'matchers'>): (labels: Readonly<Record<string, string>>) => boolean {
  const tests = matchers.map(({ name, value, isRegex, isEqual }) => {
    // Anybody may write one: what would hold the application up is a silence that is not told of.
    const fits = isRegex ? foreignPattern(value) : (label: string) => label === value;
    return (labels: Readonly<Record<string, string>>) => fits(labels[name] ?? '') === isEqual;
  });
  return (labels) => tests.every((test) => test(labels));
}
