import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { instantSchema, type Instant } from '../../shared/model/ids.ts';
import { roleSchema, type Role } from '../../shared/model/role.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';

/** Of a database: which one it was, how far this station had got, and what it has seen there since it said so. */
const databaseSchema = z.strictObject({
  life: z.string(),
  round: z.number().int().min(0),
  restores: z.number().int().min(0),
  /** Revisions by id, newest last. */
  recent: z.array(z.tuple([z.string(), z.number().int()])),
});
export type KnownDatabase = z.output<typeof databaseSchema>;

const collectionSchema = z.strictObject({
  /** Under which sending and reading are remembered: another one begins from the start. */
  generation: z.string(),
  /** Up to where everything that was written here had been sent. */
  sentUpTo: z.strictObject({ id: z.string(), lwt: z.number() }).exactOptional(),
  /** Documents by year that the server has no database for. */
  waiting: z.record(z.string(), z.number().int().min(0)),
});
export type KnownCollection = z.output<typeof collectionSchema>;

const memorySchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Of the application: what it could not understand it may understand when it is another. */
  version: z.string(),
  paused: z.strictObject({ reason: z.string(), by: z.string(), at: instantSchema }).nullable(),
  /** What the account was there when the server was heard last, by address and account. */
  role: z.strictObject({ of: z.string(), is: roleSchema }).exactOptional(),
  databases: z.record(z.string(), databaseSchema),
  collections: z.record(z.string(), collectionSchema),
});
type Memory = z.output<typeof memorySchema>;
export type Paused = NonNullable<Memory['paused']>;

/** What this station must know of the server after a restart. It is never shared. */
export interface SyncMemory {
  readonly paused: Paused | undefined;
  pause(
    paused: { readonly reason: string; readonly by: string; readonly at: Instant } | undefined,
  ): Promise<void>;
  /** What an account was when its server was heard last. */
  role(of: string): Role | undefined;
  setRole(of: string, is: Role): void;
  /** Whether the application was another when it was written last. */
  readonly updated: boolean;
  database(path: string): KnownDatabase | undefined;
  /** Written soon; `flush` waits for it. */
  setDatabase(path: string, known: KnownDatabase): void;
  databases(): readonly string[];
  /** Begun with when it was not known. */
  collection(path: string): KnownCollection;
  setCollection(path: string, change: Partial<Omit<KnownCollection, 'generation'>>): void;
  /** Begins from the start, both ways. On disk when it returns. */
  renew(path: string): Promise<void>;
  flush(): Promise<void>;
}

/** One that cannot be read is set aside: everything is then compared anew, which loses nothing. */
export function openSyncMemory(
  dataDir: string,
  ports: { readonly version: string; readonly random: Random; readonly logger: Logger },
): SyncMemory {
  const { version, random, logger } = ports;
  const file = join(dataDir, 'sync.json');
  const read = readMemory(file, logger);
  const memory: Memory = read ?? { schemaVersion: 1, version, paused: null, databases: {}, collections: {} };
  const updated = memory.version !== version;
  memory.version = version;
  let writing: Promise<void> = Promise.resolve();
  let queued = false;

  function save(): Promise<void> {
    if (queued) return writing;
    queued = true;
    writing = writing
      .catch(() => undefined)
      .then(() => {
        queued = false;
        return writeFileAtomic(file, `${JSON.stringify(memory)}\n`, { mode: 0o600 });
      });
    return writing;
  }
  const saveSoon = () => {
    save().catch((error: unknown) =>
      logger.error({ err: error, file }, 'what is known of the server cannot be kept'),
    );
  };
  const begun = (): KnownCollection => ({ generation: random.id(12), waiting: {} });

  return {
    get paused() {
      return memory.paused ?? undefined;
    },
    pause(paused) {
      memory.paused = paused ?? null;
      return save();
    },
    role: (of) => (memory.role?.of === of ? memory.role.is : undefined),
    setRole(of, is) {
      if (memory.role?.of === of && memory.role.is === is) return;
      memory.role = { of, is };
      saveSoon();
    },
    updated,
    database: (path) => memory.databases[path],
    databases: () => Object.keys(memory.databases),
    setDatabase(path, known) {
      memory.databases[path] = known;
      saveSoon();
    },
    collection(path) {
      const known = memory.collections[path];
      if (known) return known;
      const fresh = begun();
      memory.collections[path] = fresh;
      saveSoon();
      return fresh;
    },
    setCollection(path, change) {
      memory.collections[path] = { ...(memory.collections[path] ?? begun()), ...change };
      saveSoon();
    },
    renew(path) {
      memory.collections[path] = begun();
      return save();
    },
    flush: () => save(),
  };
}

function readMemory(file: string, logger: Logger): Memory | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return memorySchema.parse(JSON.parse(text));
  } catch (error) {
    const aside = `${file}.unreadable`;
    renameSync(file, aside);
    logger.error(
      { file, aside, err: error },
      'what was known of the server cannot be read and was set aside; everything is compared with it anew',
    );
    return undefined;
  }
}
