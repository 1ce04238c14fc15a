import { layoutVersion } from '../layout.ts';
import type { CouchClient } from '../couch/couch-client.ts';
import type { ExpectedDatabase } from './expected.ts';

/** What has to be done to a database of the layout before, once; again if it was broken off. */
export interface Migration {
  readonly to: number;
  /** One line, for whoever reads what is about to be done. */
  readonly says: string;
  migrate(client: CouchClient, database: ExpectedDatabase): Promise<void>;
}

/** In order. A database that was made by something else than `init-db` has the layout 0, and is taken over as it is. */
export const migrations: readonly Migration[] = [];

export const migrationsFrom = (
  layout: number,
  known: readonly Migration[] = migrations,
): readonly Migration[] => known.filter(({ to }) => to > layout && to <= layoutVersion);
