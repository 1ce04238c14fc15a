import { createContext, use, useSyncExternalStore, type ReactNode } from 'react';
import type { Client } from '../../shared/contract/client.ts';
import type { PortStatus } from '../../shared/contract/port.ts';

const ClientContext = createContext<Client | undefined>(undefined);

export function ClientProvider({ client, children }: { client: Client; children: ReactNode }) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

/** The contract's client: `client.<feature>.<method>(input)`. */
export function useClient(): Client {
  const client = use(ClientContext);
  if (client === undefined) throw new Error('useClient: expected to be inside a ClientProvider');
  return client;
}

export function usePortStatus(): PortStatus {
  const { port } = useClient();
  return useSyncExternalStore(
    (changed) => port.onStatus(changed),
    () => port.status,
  );
}
