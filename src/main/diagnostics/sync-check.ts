import type { Sync } from '../sync/sync.ts';
import type { Check } from './check.ts';

const mostSkewMs = 5_000;

/** The server that state is shared over, as replication sees it. */
export async function checkSync(sync: Pick<Sync, 'status'>): Promise<Check> {
  const { state, text, url, user, serverVersion, clockSkewMs, collections } = await sync.status();
  const name = 'couchdb';
  const where = `${url ?? ''}${serverVersion === undefined ? '' : ` (CouchDB ${serverVersion})`}${user === undefined ? '' : ` as ${user}`}`;
  switch (state) {
    case 'off':
      return { name, status: 'not-set', detail: text };
    case 'unreachable':
    case 'refused':
      return {
        name,
        status: 'failed',
        detail: url !== undefined && text.startsWith(url) ? text : `${where}: ${text}`,
        hint:
          state === 'refused'
            ? 'Set account and password with `datacenter-docs sync connect`, or ask an administrator of the server for a role.'
            : 'Check the address, the proxy and the certificate authority, and that the server runs.',
      };
    case 'not-set-up':
    case 'outdated':
      return { name, status: 'failed', detail: `${where}: ${text}` };
    case 'paused':
      return { name, status: 'warning', detail: text, hint: '`datacenter-docs sync resume` goes on.' };
    case 'connecting':
      return { name, status: 'ok', detail: `${where}: ${text}` };
    case 'running':
      break;
  }
  const faults = collections.filter(({ fault }) => fault !== undefined);
  const parked = collections.reduce((sum, one) => sum + one.parked, 0);
  const problems = [
    ...faults.map((one) => `${one.name}: ${one.fault?.text ?? ''}`),
    ...(parked > 0 ? [`${parked} documents are parked`] : []),
    ...(Math.abs(clockSkewMs ?? 0) > mostSkewMs
      ? [`this clock and the server’s are ${Math.round(Math.abs(clockSkewMs ?? 0) / 1_000)} s apart`]
      : []),
  ];
  return problems.length === 0
    ? { name, status: 'ok', detail: `${where}: ${text}` }
    : {
        name,
        status: 'warning',
        detail: `${where}: ${problems.join('; ')}`,
        hint: 'See `datacenter-docs sync status --parked` and `sync check`.',
      };
}
