import type OpenAI from 'openai';
import type { SecretStore } from '../platform/secrets.ts';
import { abilitiesOf, type Abilities } from './abilities.ts';
import { findKey, type FoundKey } from './api-key.ts';
import type { Endpoint, Environment } from './endpoint.ts';
import { createRedactor } from '../platform/secrets-redact.ts';
import { withoutSecrets } from './secret-text.ts';
import { openTransport } from './transport.ts';

/** One endpoint as it is reached, with what was learned of its models meanwhile. */
export interface Connection {
  readonly endpoint: Endpoint;
  readonly key: FoundKey | undefined;
  readonly client: OpenAI;
  /** What the endpoint said of a failure, without the key: some repeat what they were sent. */
  readonly bare: (text: string) => string;
  abilities(model: string): Abilities;
  learn(model: string, abilities: Abilities): void;
  /** How many tokens the endpoint counts for one of ours, the most that was seen. */
  factor(model: string): number;
  learnFactor(model: string, seen: number): void;
  /** Ends when what is under way has come to its end, with all the requests that this still takes. */
  retire(): void;
  close(): Promise<void>;
}

/** Of what an endpoint says of a failure; people are shown far less. */
const longestSaid = 20_000;
/** Beyond this, the endpoint counts something else than we do. */
const largestFactor = 3;

export async function openConnection(
  endpoint: Endpoint,
  { env, secrets }: { readonly env: Environment; readonly secrets: SecretStore },
): Promise<Connection> {
  const key = await findKey(endpoint, env, secrets);
  const transport = await openTransport({ endpoint, env, secrets, key: key?.value });
  const { OpenAI } = await import('openai');
  const client = new OpenAI({
    baseURL: endpoint.baseUrl,
    // The key is put on by the transport, for its own endpoint alone.
    apiKey: 'held-by-the-transport',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    // Repeating, waiting and telling are ours.
    maxRetries: 0,
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
    fetch: transport.fetch,
  });
  const redactor = createRedactor();
  if (key) redactor.add(key.value);
  const abilities = new Map<string, Abilities>();
  const factors = new Map<string, number>();
  return {
    endpoint,
    key,
    client,
    bare: (text) => withoutSecrets(redactor.redact(text.slice(0, longestSaid))),
    abilities: (model) => abilities.get(model) ?? abilitiesOf(endpoint.preset),
    learn: (model, learned) => void abilities.set(model, learned),
    factor: (model) => factors.get(model) ?? 1,
    learnFactor: (model, seen) =>
      void factors.set(model, Math.min(largestFactor, Math.max(factors.get(model) ?? 1, seen))),
    retire: () => transport.retire(),
    close: () => transport.close(),
  };
}
