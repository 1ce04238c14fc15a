import { chosenAdapters } from '../collectors/chosen.ts';
import type { CollectorDefinition } from '../collectors/collector.ts';
import type { Mcp } from '../mcp/open-mcp.ts';
import { monitoringOf } from '../monitoring/registry.ts';
import { failure, type Check } from './check.ts';

/** How the newest collection of a source ended. Empty where the inventory cannot be asked. */
export interface LastRead {
  readonly source: string;
  readonly domain: string;
  readonly lastOutcome?: string;
  readonly lastError?: { readonly message: string };
}

/** Longest wait for one server. */
const serverTimeoutMs = 10_000;

/** The keyring and every configured server, one after the other. */
export async function* checkServers(
  mcp: Mcp,
  collectors: readonly CollectorDefinition[],
  signal: AbortSignal,
  lastReads: readonly LastRead[] = [],
): AsyncGenerator<Check> {
  try {
    const keyring = (await mcp.secrets.describe()).keyring;
    yield keyring.available
      ? { name: 'secrets', status: 'ok', detail: 'the system’s keyring is there' }
      : {
          name: 'secrets',
          status: 'warning',
          detail: `no keyring: ${keyring.reason}`,
          hint: 'Refer to secrets as ${env:NAME}.',
        };
    const { servers, problems } = await mcp.servers.read();
    for (const problem of problems)
      yield { name: 'mcp.json', status: 'failed', detail: `${problem.path}: ${problem.message}` };
    if (servers.length === 0 && problems.length === 0) {
      yield {
        name: 'mcp servers',
        status: 'not-set',
        detail: 'none configured',
        hint: 'Add one with `datacenter-docs mcp add` or `mcp import FILE`.',
      };
    }
    for (const server of servers) {
      const name = `mcp ${server.name}`;
      if (server.disabled) {
        yield { name, status: 'not-set', detail: 'switched off' };
        continue;
      }
      try {
        const session = await mcp.pool.session(server.name, {
          signal: AbortSignal.any([signal, AbortSignal.timeout(serverTimeoutMs)]),
        });
        const matching = chosenAdapters(collectors, session.server);
        const watches = monitoringOf(session.server).map(({ title }) => title);
        const answered = `${session.server.name} ${session.server.version}, ${session.server.tools.length} tools`;
        if (watches.length > 0 && matching.length === 0) {
          yield { name, status: 'ok', detail: `${answered}, asked as ${watches.join(', ')}` };
          continue;
        }
        const unread = lastReads.filter(
          ({ source, lastOutcome }) => source === server.name && lastOutcome === 'failed',
        );
        if (matching.length > 0 && unread.length > 0) {
          // A server of an infrastructure answers also when that does not.
          yield {
            name,
            status: 'warning',
            detail: `${answered}; nothing was read when it was collected last: ${unread.map(({ domain, lastError }) => `${domain}${lastError === undefined ? '' : `: ${lastError.message}`}`).join('; ')}`,
            hint: `When that is put right: \`datacenter-docs collect --source ${server.name}\`.`,
          };
          continue;
        }
        yield matching.length > 0
          ? {
              name,
              status: 'ok',
              detail: `${answered}, read by ${matching.map(({ collector, adapter }) => `${collector.domain}${adapter.revision === undefined ? '' : ` (profile ${adapter.id})`}`).join(', ')}`,
            }
          : {
              name,
              status: 'warning',
              detail: `${answered}, but no adapter knows these tools`,
              hint: `See \`datacenter-docs mcp tools ${server.name}\`; a profile can say how they are read: \`datacenter-docs profile draft --server ${server.name}\`.`,
            };
      } catch (error) {
        yield { name, status: 'failed', ...failure(error) };
      }
    }
  } catch (error) {
    yield { name: 'mcp servers', status: 'failed', ...failure(error) };
  }
}
