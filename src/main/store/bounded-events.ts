import type { RxCollection } from 'rxdb';

/** The two members that are private in RxDB's types; a spec fails when a later version names them differently. */
interface EventBuffer {
  buffer: readonly unknown[];
  _handleChangeEvents(events: readonly unknown[]): void;
}

/**
 * RxDB keeps the last hundred change events of a collection, or all of one large write, so that running queries can
 * be brought up to date without asking the storage. Each event holds on to its document, and a document here may be
 * megabytes: the store would keep in memory what it has just written. The last event is enough to tell a query that
 * it has missed something; it is then run again, which on SQLite costs little.
 */
export function boundEvents(collection: RxCollection): void {
  const events = collection._changeEventBuffer as unknown as EventBuffer;
  const handle = events._handleChangeEvents.bind(events);
  events._handleChangeEvents = (bulk) => {
    handle(bulk);
    events.buffer = events.buffer.slice(-1);
  };
}
