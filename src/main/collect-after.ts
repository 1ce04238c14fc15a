import { kindDefinition, type EntityKind } from '../shared/model/kinds/registry.ts';
import { collectedDomains, type CollectedDomain } from '../shared/model/kind.ts';
import { splitEntityId, type EntityId } from '../shared/model/ids.ts';
import type { CollectRequest } from './collect-sources.ts';
import type { Logger } from './platform/logger.ts';

/** Has the inventory see what a remediation has changed, instead of showing until the next hour what was before. */
export interface CollectAfter {
  /** @returns when what its target belongs to was collected, begun after this call. Never fails: it says so in the log */
  collect(target: EntityId): Promise<void>;
  close(): void;
}

export function createCollectAfter(ports: {
  readonly collect: (request: CollectRequest) => Promise<unknown>;
  readonly logger: Logger;
}): CollectAfter {
  const closing = new AbortController();
  const { signal } = closing;
  /** One runs, and one more waits for it: what changes meanwhile is seen by that. */
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  async function run(source: string, domain: CollectedDomain): Promise<void> {
    if (signal.aborted) return;
    try {
      await ports.collect({ sources: [source], domains: [domain], signal });
    } catch (error) {
      if (!signal.aborted) ports.logger.warn({ err: error, source }, 'not collected after a remediation');
    }
  }

  function begin(key: string, source: string, domain: CollectedDomain): Promise<void> {
    const flight = run(source, domain).finally(() => running.delete(key));
    running.set(key, flight);
    return flight;
  }

  return {
    async collect(target) {
      const { source, kind } = splitEntityId(target);
      const domain = collectedDomains.find((one) => one === kindDefinition(kind as EntityKind).domain);
      if (domain === undefined) return;
      const key = `${source} ${domain}`;
      const flight = running.get(key);
      if (!flight) return begin(key, source, domain);
      const next =
        waiting.get(key) ??
        flight.then(() => {
          waiting.delete(key);
          return begin(key, source, domain);
        });
      waiting.set(key, next);
      return next;
    },
    close: () => closing.abort(),
  };
}
