/* What of these packages is used here; they bring no types. */
declare module 'express-pouchdb' {
  import type { RequestListener } from 'node:http';
  import type { PouchDbConstructor } from 'pouchdb-core';
  export default function expressPouchDb(
    pouchDb: PouchDbConstructor,
    options: { readonly mode: 'minimumForPouchDB'; readonly inMemoryConfig: true; readonly logPath: string },
  ): RequestListener;
}
declare module 'pouchdb-core' {
  export interface PouchDbConstructor {
    plugin(plugin: unknown): PouchDbConstructor;
    defaults(options: { readonly adapter: 'memory' }): PouchDbConstructor;
  }
  const PouchDb: PouchDbConstructor;
  export default PouchDb;
}
declare module 'pouchdb-adapter-memory' {
  const plugin: unknown;
  export default plugin;
}
declare module 'pouchdb-mapreduce' {
  const plugin: unknown;
  export default plugin;
}
declare module 'pouchdb-find' {
  const plugin: unknown;
  export default plugin;
}
