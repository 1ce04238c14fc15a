import type { Clock } from '../platform/clock.ts';
import type { Connections } from './connections.ts';
import { askContextWindow } from './context-window.ts';
import type { Endpoint } from './endpoint.ts';

/** How long an endpoint that does not say how much a model reads is not asked again. */
const askAgainMs = 300_000;

/** How much each model reads: as it is set, else as its endpoint says, else what is safe there. */
export interface KnownWindows {
  /** As far as is known now. */
  now(endpoint: Endpoint, model: string): number;
  /** Asks the endpoint where nothing is set, once. */
  ask(endpoint: Endpoint, model: string, signal?: AbortSignal): Promise<number>;
  forget(): void;
}

export function createKnownWindows(ports: {
  readonly connections: Connections;
  readonly clock: Clock;
  readonly changed: () => void;
}): KnownWindows {
  const { connections, clock } = ports;
  const known = new Map<string, { readonly tokens?: number; readonly askedAt: number }>();
  const nameOf = (endpoint: Endpoint, model: string) => `${endpoint.baseUrl} ${model}`;
  const now = (endpoint: Endpoint, model: string) =>
    endpoint.settings.contextTokens ??
    known.get(nameOf(endpoint, model))?.tokens ??
    endpoint.preset.contextTokens;

  return {
    now,
    async ask(endpoint, model, signal) {
      const name = nameOf(endpoint, model);
      const kept = known.get(name);
      const settled =
        endpoint.settings.contextTokens !== undefined ||
        kept?.tokens !== undefined ||
        (kept && clock.monotonicMs() - kept.askedAt < askAgainMs);
      if (!settled) {
        const tokens = await askContextWindow(await connections.to(endpoint), model, clock, signal);
        known.set(name, { ...(tokens !== undefined && { tokens }), askedAt: clock.monotonicMs() });
        if (tokens !== undefined) ports.changed();
      }
      return now(endpoint, model);
    },
    forget: () => known.clear(),
  };
}
