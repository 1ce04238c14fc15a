import { getBroadcastChannelReference, removeBroadcastChannelReference } from 'rxdb';

export const storageName = 'node-sqlite';

/** RxDB's own message between the instances of a database, and whose connection the change was written through. */
interface Message<B> {
  readonly storageName: string;
  readonly databaseName: string;
  readonly collectionName: string;
  readonly version: number;
  readonly eventBulk: B;
  readonly connection?: string;
}

interface Member {
  readonly databaseInstanceToken: string;
  readonly databaseName: string;
  readonly collectionName: string;
  readonly schema: { readonly version: number };
}

export interface Broadcast<B> {
  send(eventBulk: B): void;
  leave(): Promise<void>;
}

/**
 * Carries changes to and from the instances of a collection that do not share a connection: those of another thread,
 * or opened with other settings. Those that do share one have heard already, and at once, which RxDB's replication
 * relies on: it must not find a document that its collection has not been told of.
 */
export function joinBroadcast<B>(
  params: Member,
  connection: string,
  heard: (eventBulk: B) => void,
): Broadcast<B> {
  const { databaseInstanceToken, databaseName, collectionName } = params;
  const { version } = params.schema;
  const member = {};
  const channel = getBroadcastChannelReference(storageName, databaseInstanceToken, databaseName, member);
  const listen = (message: unknown): void => {
    const { eventBulk, ...from } = message as Message<B>;
    const concerns =
      from.storageName === storageName &&
      from.databaseName === databaseName &&
      from.collectionName === collectionName &&
      from.version === version;
    if (concerns && from.connection !== connection) heard(eventBulk);
  };
  channel.addEventListener('message', listen);
  return {
    send(eventBulk) {
      const message: Message<B> = {
        storageName,
        databaseName,
        collectionName,
        version,
        eventBulk,
        connection,
      };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel, not a window
      void channel.postMessage(message as never);
    },
    async leave() {
      channel.removeEventListener('message', listen);
      await removeBroadcastChannelReference(databaseInstanceToken, member);
    },
  };
}
