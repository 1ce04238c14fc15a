import { z } from 'zod';
import type { IntakeReport } from '../../../shared/contract/tickets.ts';
import { instant, type Instant } from '../../../shared/model/ids.ts';
import { ticketCategories, type TicketPriority } from '../../../shared/model/ticket.ts';
import {
  webhookFields,
  type WebhookField,
  type WebhookMapping,
} from '../../../shared/model/ticket-settings.ts';
import { DomainError } from '../../platform/errors.ts';
import type { TicketDesk, TicketIntake } from '../desk.ts';
import { derivedTicketId } from '../ticket-id.ts';
import { priorityCalled } from '../triage.ts';
import { intakeReport, type EndedTicket } from './intake-report.ts';
import { reasonOf } from '../../platform/expression.ts';
import { evaluate } from './webhook-expression.ts';

const mostItems = 2_000;

/** Numbers and truth are texts as well; a list is its lines. */
const text = z.preprocess(
  (value) =>
    Array.isArray(value)
      ? value.map(String).join('\n')
      : typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : (value ?? undefined),
  z.string({ error: 'expected a text' }).trim().max(200_000),
);

const labelValue = z
  .union([z.string(), z.number(), z.boolean(), z.null()], { error: 'expected a text or a number' })
  .transform((value) => (value === null ? '' : String(value)));

const moment = z
  .union(
    [
      z.iso.datetime({ offset: true }).transform((value) => instant(Date.parse(value))),
      // Seconds or milliseconds since 1970.
      z
        .number()
        .min(0)
        .max(32_503_680_000_000)
        .transform((value) => instant(value < 100_000_000_000 ? value * 1000 : value)),
    ],
    { error: 'expected a time as in RFC 3339, or seconds or milliseconds since 1970' },
  )
  .transform((value): Instant => value);

const fieldSchemas = {
  title: text.refine((value) => value !== '', { error: 'expected a text, came an empty one' }),
  text,
  priority: text,
  category: z.enum(ticketCategories, { error: `expected one of ${ticketCategories.join(', ')}` }),
  labels: z.record(z.string(), labelValue),
  reference: text,
  status: text,
  since: moment,
} satisfies Record<WebhookField, z.ZodType>;

interface Item {
  readonly title: string;
  readonly text?: string;
  readonly priority?: string;
  readonly category?: (typeof ticketCategories)[number];
  readonly labels?: Readonly<Record<string, string>>;
  readonly reference?: string;
  readonly status?: string;
  readonly since?: Instant;
}

interface Fault {
  readonly path: string;
  readonly message: string;
}

/**
 * What another system sends, read by the mapping that the site declares. All of it or nothing is taken, so that
 * whoever sends may send it again.
 * @throws DomainError invalid-input, with the place of each fault
 */
export async function takeWebhook(
  name: string,
  payload: unknown,
  ports: {
    readonly mapping: WebhookMapping | undefined;
    readonly desk: TicketDesk;
    readonly signal: AbortSignal;
  },
): Promise<IntakeReport> {
  const { mapping, desk, signal } = ports;
  if (mapping === undefined) {
    throw new DomainError('webhook-not-found', `No webhook "${name}" is declared.`, {
      hint: `Declare it in the settings: tickets.webhooks.${name}.`,
    });
  }
  const faults: Fault[] = [];
  const items = await readItems(payload, mapping, faults);
  if (faults.length > 0) throw unfit(name, faults);
  const sender = `webhook ${name}`;
  const [over, problems] = [items.filter(isOver), items.filter((item) => !isOver(item))];
  const taken = await desk.addAll(
    problems.map((item) => intakeOf(name, item, mapping)),
    sender,
    signal,
  );
  const ended: EndedTicket[] = [];
  for (const { reference, status = '' } of over) {
    signal.throwIfAborted();
    if (reference === undefined) continue;
    const id = idOf(name, reference);
    ended.push({ id, is: await desk.over(id, { text: `${sender} says: ${status}` }, sender) });
  }
  const unnamed = over.filter(({ reference }) => reference === undefined).length;
  const report = intakeReport(taken, ended);
  return { ...report, ignored: report.ignored + unnamed };

  function isOver({ status }: Item): boolean {
    const said = status?.toLowerCase();
    return said !== undefined && (mapping?.resolved ?? []).some((one) => one.toLowerCase() === said);
  }
}

const idOf = (name: string, reference: string): string => derivedTicketId('webhook', name, reference);

function intakeOf(name: string, item: Item, { priorities }: WebhookMapping): TicketIntake {
  const { title, text: body = '', category, labels, reference, since } = item;
  const priority = priorityOf(item.priority, priorities);
  return {
    ...(reference !== undefined && { id: idOf(name, reference) }),
    title,
    text: body,
    origin: { is: 'webhook', name, reference: (reference ?? '').slice(0, 300) },
    ...(priority !== undefined && { priority }),
    ...(category !== undefined && { category }),
    ...(labels !== undefined && { labels }),
    ...(since !== undefined && { since }),
  };
}

function priorityOf(
  said: string | undefined,
  known: WebhookMapping['priorities'],
): TicketPriority | undefined {
  if (said === undefined || said === '') return undefined;
  const own = Object.entries(known).find(([word]) => word.toLowerCase() === said.toLowerCase());
  return own?.[1] ?? priorityCalled(said);
}

async function readItems(
  payload: unknown,
  mapping: WebhookMapping,
  faults: Fault[],
): Promise<readonly Item[]> {
  const found = mapping.items === undefined ? payload : await yielded(mapping.items, payload, '/', faults);
  if (faults.length > 0) return [];
  const list =
    mapping.items === undefined ? [found] : Array.isArray(found) ? found : found === undefined ? [] : [found];
  if (list.length > mostItems) {
    faults.push({ path: '/', message: `expected at most ${mostItems} problems, came ${list.length}` });
    return [];
  }
  const items: Item[] = [];
  for (const [place, one] of list.entries()) {
    const at = mapping.items === undefined ? '' : `/${place}`;
    const item = await readItem(one, mapping, at, faults);
    if (item) items.push(item);
    if (faults.length >= 20) break;
  }
  return items;
}

async function readItem(
  input: unknown,
  { fields }: WebhookMapping,
  at: string,
  faults: Fault[],
): Promise<Item | undefined> {
  const read: Record<string, unknown> = {};
  for (const field of webhookFields) {
    const expression = fields[field];
    if (expression === undefined) continue;
    const path = `${at}/${field}`;
    const before = faults.length;
    const value = await yielded(expression, input, path, faults);
    if (faults.length > before) continue;
    if (value === undefined || value === null) {
      if (field === 'title')
        faults.push({ path, message: `expected a text from ${expression}, came nothing` });
      continue;
    }
    const parsed = fieldSchemas[field].safeParse(value);
    if (parsed.success) read[field] = parsed.data;
    else {
      const [issue] = parsed.error.issues;
      faults.push({ path, message: `${issue?.message ?? 'it does not fit'} (from ${expression})` });
    }
  }
  const { title, ...rest } = read;
  return typeof title === 'string' ? { title, ...rest } : undefined;
}

async function yielded(expression: string, input: unknown, path: string, faults: Fault[]): Promise<unknown> {
  try {
    return await evaluate(expression, input);
  } catch (error) {
    faults.push({ path, message: `${expression}: ${reasonOf(error)}` });
    return undefined;
  }
}

function unfit(name: string, faults: readonly Fault[]): DomainError {
  const [first] = faults;
  return new DomainError(
    'invalid-input',
    `What was sent to webhook "${name}" does not fit its mapping at ${first?.path ?? '/'}: ${first?.message ?? ''}`,
    {
      hint: `The mapping stands in the settings: tickets.webhooks.${name}. Nothing was taken.`,
      details: faults,
    },
  );
}
