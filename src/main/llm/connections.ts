import { openConnection, type Connection } from './connection.ts';
import type { Endpoint, Environment } from './endpoint.ts';
import type { SecretStore } from '../platform/secrets.ts';

/** The connection to the endpoint that is set, opened when it is first needed. */
export interface Connections {
  /** @throws LlmError | SecretError */
  to(endpoint: Endpoint): Promise<Connection>;
  /** Keys, settings or certificates are others: the next one is opened anew; what is under way comes to its end. */
  forget(): void;
  close(): Promise<void>;
}

export function createConnections(ports: {
  readonly env: Environment;
  readonly secrets: SecretStore;
}): Connections {
  let current: { readonly endpoint: Endpoint; readonly opened: Promise<Connection> } | undefined;
  const open = new Set<Promise<Connection>>();

  function forget(): void {
    const before = current?.opened;
    current = undefined;
    if (!before) return;
    open.delete(before);
    before.then((connection) => connection.retire()).catch(() => {});
  }

  return {
    to(endpoint) {
      if (current?.endpoint === endpoint) return current.opened;
      forget();
      const opened = openConnection(endpoint, ports);
      current = { endpoint, opened };
      open.add(opened);
      // What could not be opened is tried again by the next one who asks.
      opened.catch(() => {
        open.delete(opened);
        if (current?.opened === opened) current = undefined;
      });
      return opened;
    },
    forget,
    async close() {
      current = undefined;
      const all = await Promise.allSettled(open);
      await Promise.all(all.flatMap((one) => (one.status === 'fulfilled' ? [one.value.close()] : [])));
    },
  };
}
