import type { DocumentVersion } from '../../shared/model/document.ts';
import type { Instant } from '../../shared/model/ids.ts';
import type { Clock } from '../platform/clock.ts';
import { createTurns } from '../platform/turns.ts';
import type { StoreCollection } from '../store/store.ts';

export type VersionHead = Pick<DocumentVersion, 'version' | 'at' | 'title' | 'order'>;

/** Which versions there have been of all documents: read when the past is asked for. */
export interface DocumentTimeline {
  /** The version of each document that was in force at a moment; documents that there were not yet are left out. */
  at(moment: Instant): Promise<ReadonlyMap<string, VersionHead>>;
  /** Versions were written. */
  changed(): void;
}

/** Versions that are read together. */
const batchSize = 8;

export function createDocumentTimeline(
  versions: StoreCollection<DocumentVersion>,
  clock: Pick<Clock, 'monotonicMs'>,
): DocumentTimeline {
  let loading: Promise<ReadonlyMap<string, readonly VersionHead[]>> | undefined;

  async function load() {
    const heads = new Map<string, VersionHead[]>();
    const turns = createTurns(clock);
    for await (const batch of versions.each(batchSize)) {
      for (const { documentId, version, at, title, order } of batch) {
        const known = heads.get(documentId);
        const head = { version, at, title, order };
        if (known) known.push(head);
        else heads.set(documentId, [head]);
      }
      if (turns.isOver) await turns.next();
    }
    return heads;
  }

  return {
    async at(moment) {
      loading ??= load();
      const found = new Map<string, VersionHead>();
      try {
        for (const [id, heads] of await loading) {
          for (const head of heads) {
            if (head.at <= moment && head.version > (found.get(id)?.version ?? 0)) found.set(id, head);
          }
        }
      } catch (error) {
        loading = undefined;
        throw error;
      }
      return found;
    },
    changed() {
      loading = undefined;
    },
  };
}
