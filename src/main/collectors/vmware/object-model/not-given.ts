import type { EntityKind } from '../../../../shared/model/kinds/registry.ts';
import type { CollectEvent } from '../../collector.ts';

/** What a kind of server never gives, and why. */
export interface NotGiven {
  readonly what: string;
  readonly reason: string;
  /** Where a document would show it: there, each record says the same. */
  readonly attribute?: readonly [kind: EntityKind, name: string];
}

/** The same events, with every record saying why it lacks what is never given; and at the end, what that is. */
export async function* sayingWhy(
  events: AsyncIterable<CollectEvent>,
  notGiven: readonly NotGiven[],
): AsyncGenerator<CollectEvent> {
  for await (const event of events) {
    const reasons =
      event.type === 'records'
        ? notGiven.flatMap(({ attribute, reason }) =>
            attribute?.[0] === event.kind ? [[attribute[1], reason] as const] : [],
          )
        : [];
    if (event.type !== 'records' || reasons.length === 0) yield event;
    else
      yield {
        ...event,
        records: event.records.map((record) => ({
          ...record,
          // What a record says itself is nearer to the truth.
          unknown: {
            ...Object.fromEntries(reasons.filter(([name]) => !Object.hasOwn(record.attributes, name))),
            ...record.unknown,
          },
        })),
      };
  }
  for (const { what, reason } of notGiven) yield { type: 'unavailable', what, reason };
}
