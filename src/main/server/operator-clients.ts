import { createClient, type Client } from '../../shared/contract/client.ts';
import type { Dispatcher } from '../api/dispatcher.ts';
import { createMemoryPort } from '../api/memory-port.ts';
import type { SignedIn } from './access.ts';

/** The contract's client under the name and role of whoever asks over HTTP. */
export interface OperatorClients {
  of(as: SignedIn): Client;
  /** What runs for these operators is cancelled; their next request has what they may do now. */
  drop(operators: readonly string[]): void;
  close(): void;
}

export function createOperatorClients(dispatcher: Dispatcher): OperatorClients {
  const clients = new Map<string, { readonly role: SignedIn['role']; readonly client: Client }>();
  const end = (operator: string) => {
    clients.get(operator)?.client.port.close();
    clients.delete(operator);
  };
  return {
    of({ operator, role }) {
      const known = clients.get(operator);
      if (known?.role === role) return known.client;
      end(operator);
      const client = createClient(createMemoryPort(dispatcher, { via: 'http', operator, role }));
      clients.set(operator, { role, client });
      return client;
    },
    drop(operators) {
      for (const operator of operators) end(operator);
    },
    close() {
      for (const operator of clients.keys()) end(operator);
    },
  };
}
