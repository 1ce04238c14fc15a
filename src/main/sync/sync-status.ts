import type { Settings } from '../../shared/model/settings.ts';
import type { SyncState } from '../../shared/model/sync.ts';
import type { Connection } from './connection.ts';
import { cleanUrl } from './couch/clean-url.ts';
import { couchRoles } from './layout.ts';
import type { SyncStatus } from './sync.ts';
import type { Paused } from './sync-memory.ts';

/** Whole, as somebody reads it. */
export async function statusOf(given: {
  readonly state: SyncState;
  readonly couch: Settings['couchdb'];
  readonly connection: Connection | undefined;
  readonly replicating: boolean;
  readonly paused: Paused | undefined;
  readonly workstation: string;
}): Promise<SyncStatus> {
  const { state, couch, connection, replicating, paused, workstation } = given;
  const reach = connection?.reach;
  const facts = reach === undefined || reach.is === 'unknown' ? undefined : reach.facts;
  const user = connection?.server.user ?? '';
  return {
    state,
    text: textOf(state, connection, paused, replicating),
    ...(couch.url !== undefined && { url: cleanUrl(couch.url) }),
    ...(user !== '' && { user }),
    roles: (facts?.roles ?? []).map(shortRole),
    workstation,
    ...(facts && { serverVersion: facts.version }),
    ...(connection?.skewMs !== undefined && { clockSkewMs: connection.skewMs }),
    ...(reach && reach.is !== 'unknown' && { since: reach.since }),
    collections: ((await connection?.links()) ?? []).map(({ phase, ...collection }) => {
      void phase;
      return { ...collection, databases: [...collection.databases] };
    }),
  };
}

function shortRole(role: string): string {
  return Object.entries(couchRoles).find(([, name]) => name === role)?.[0] ?? role;
}

/** Why it is in that state, in one line. */
export function textOf(
  state: SyncState,
  connection: Connection | undefined,
  paused: Paused | undefined,
  replicating: boolean,
): string {
  const reach = connection?.reach;
  const why = reach !== undefined && 'text' in reach ? reach.text : '';
  switch (state) {
    case 'off':
      return 'no server is set: this workstation keeps its state to itself';
    case 'paused':
      return `paused by ${paused?.by ?? 'somebody'}: ${paused?.reason ?? ''}`;
    case 'connecting':
      return replicating || reach?.is === 'unknown'
        ? 'not known yet'
        : 'the server answers; nothing is replicated by this process: the window, serve and worker do that';
    case 'running':
      return 'everything that there is goes both ways';
    case 'unreachable':
      return why === '' ? 'the server does not answer' : why;
    case 'refused':
      return why === '' ? 'the server gives this account nothing: it needs one of the roles of init-db' : why;
    case 'not-set-up':
      return 'the server has no databases of this application: an administrator runs init-db';
    case 'outdated':
      return 'the server was set up by a newer version of this application: update this one';
  }
}
