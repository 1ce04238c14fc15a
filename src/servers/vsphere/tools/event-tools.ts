import { z } from 'zod';
import { ToolFailure } from '../../shared/tool-failure.ts';
import { defineTool, type ServerTool } from '../../shared/tool.ts';
import { element, optional, reference as referenceMarkup } from '../connection/markup.ts';
import type { ManagedRef } from '../connection/managed-ref.ts';
import type { XmlElement } from '../connection/xml-element.ts';
import { count, instant, reference } from '../read/shapes.ts';
import type { Vsphere } from '../vsphere.ts';
import { findEntity } from './find-entity.ts';

const subject = z.object({ name: z.string().optional(), ref: reference.optional() }).optional();

const eventSchema = z.object({
  key: count,
  type: z.string().describe('class of the event, or its id for those of extensions'),
  createdTime: instant,
  userName: z.string().optional(),
  severity: z.string().optional(),
  message: z.string(),
  datacenter: subject,
  computeResource: subject,
  host: subject,
  vm: subject,
  ds: subject,
  net: subject,
  dvs: subject,
});

/** Events that the server hands over at once. */
const portion = 500;

export function eventTools(vsphere: Vsphere): ServerTool[] {
  return [
    defineTool({
      name: 'list_events',
      title: 'List events',
      description:
        'Events from oldest to newest since a time (the last hour unless told), of everything or of one object and what is below it. Follow nextCursor until there is none; the last one asked again later gives what is new.',
      input: z.object({
        since: instant.optional().describe('default: one hour ago'),
        until: instant.optional(),
        object: z.string().max(300).optional().describe('reference, path or name of an object, or of a VM'),
        types: z.array(z.string().max(200)).max(50).optional().describe('classes or ids of events'),
        cursor: z.string().max(200).optional().describe('nextCursor of the page before'),
        limit: z.int().min(1).max(1_000).default(200),
      }),
      output: z.object({
        items: z.array(eventSchema),
        nextCursor: z.string().optional().describe('absent when there is nothing more now'),
        newest: z
          .string()
          .optional()
          .describe('a cursor behind the last event of this page, to ask later for what came since'),
      }),
      access: 'read',
      async run(args, { signal }) {
        const from = args.cursor === undefined ? undefined : decode(args.cursor);
        const since = from?.time ?? args.since ?? (await hourAgo(vsphere, signal));
        const entity = args.object === undefined ? undefined : await findEntity(vsphere, args.object, signal);
        const { events, more } = await readEvents(
          vsphere,
          { since, until: args.until, entity, types: args.types, after: from?.key, limit: args.limit },
          signal,
        );
        const items = events.map(readEvent);
        const last = items.at(-1);
        const newest = last === undefined ? args.cursor : encode(last.createdTime, last.key);
        return {
          items,
          ...(more && newest !== undefined ? { nextCursor: newest } : {}),
          ...(newest === undefined ? {} : { newest }),
        };
      },
    }),
  ];
}

/** By the server's clock, which its events are stamped with. */
async function hourAgo({ session }: Vsphere, signal: AbortSignal): Promise<string> {
  const answer = await session.call(
    'CurrentTime',
    { type: 'ServiceInstance', value: 'ServiceInstance' },
    [],
    signal,
  );
  const now = Date.parse(answer.instant('returnval') ?? '');
  if (Number.isNaN(now)) throw new ToolFailure('expected the time of the server, got none; give "since"');
  return new Date(now - 3_600_000).toISOString();
}

interface EventQuery {
  readonly since: string;
  readonly until: string | undefined;
  readonly entity: ManagedRef | undefined;
  readonly types: readonly string[] | undefined;
  /** Only events with a greater key. */
  readonly after: number | undefined;
  readonly limit: number;
}

/** A collector is made for each page: vCenter keeps few of them, and one that a client forgot would stay. */
async function readEvents(
  { session }: Vsphere,
  query: EventQuery,
  signal: AbortSignal,
): Promise<{ events: XmlElement[]; more: boolean }> {
  const manager = await session.service('eventManager');
  const filter = element('filter', [
    ...(query.entity === undefined
      ? []
      : [element('entity', [referenceMarkup('entity', query.entity), element('recursion', 'all')])]),
    element('time', [element('beginTime', query.since), ...optional('endTime', query.until)]),
    ...(query.types ?? []).map((type) => element('eventTypeId', type)),
  ]);
  const collector = (await session.call('CreateCollectorForEvents', manager, [filter], signal)).ref(
    'returnval',
  );
  if (collector === undefined) throw new RangeError('an event collector without a reference');
  try {
    await session.call('RewindCollector', collector, [], signal);
    const found: XmlElement[] = [];
    // One more than asked for tells whether there is another page.
    while (found.length <= query.limit) {
      const read = await session.call('ReadNextEvents', collector, [element('maxCount', portion)], signal);
      const events = read.all('returnval');
      if (events.length === 0) break;
      for (const event of events)
        if (query.after === undefined || (event.number('key') ?? 0) > query.after) found.push(event);
    }
    found.sort((a, b) => (a.number('key') ?? 0) - (b.number('key') ?? 0));
    return { events: found.slice(0, query.limit), more: found.length > query.limit };
  } finally {
    session.call('DestroyCollector', collector).catch(() => undefined);
  }
}

function readEvent(event: XmlElement): z.input<typeof eventSchema> {
  const about = (name: string) => {
    const one = event.one(name);
    // `vm: { name, vm: ref }`, `host: { name, host: ref }`, …
    return one === undefined
      ? undefined
      : { name: one.text('name'), ref: one.children.find((child) => child.refType !== undefined)?.content };
  };
  const type = event.type ?? 'Event';
  return {
    key: event.number('key') ?? 0,
    type: type === 'EventEx' || type === 'ExtendedEvent' ? (event.text('eventTypeId') ?? type) : type,
    createdTime: event.instant('createdTime') ?? '1970-01-01T00:00:00.000Z',
    userName: event.text('userName'),
    severity: event.text('severity'),
    message: event.text('fullFormattedMessage') ?? event.text('message') ?? type,
    datacenter: about('datacenter'),
    computeResource: about('computeResource'),
    host: about('host'),
    vm: about('vm'),
    ds: about('ds'),
    net: about('net'),
    dvs: about('dvs'),
  };
}

function encode(time: string, key: number): string {
  return `${time}/${key}`;
}

function decode(cursor: string): { time: string; key: number } {
  const [time, key] = cursor.split('/');
  if (time === undefined || Number.isNaN(Date.parse(time)) || !/^\d{1,15}$/.test(key ?? ''))
    throw new ToolFailure(`cursor: expected the nextCursor of a page before, got "${cursor.slice(0, 60)}"`);
  return { time, key: Number(key) };
}
