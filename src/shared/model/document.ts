import type { Block } from './block.ts';
import type { Instant } from './ids.ts';
import type { Domain } from './kind.ts';

/** One generated document as it stands now. Its sections are kept as blocks; Markdown and HTML are renderings. */
export interface DocumentRecord {
  readonly id: string;
  readonly generator: string;
  readonly generatorVersion: number;
  readonly domain: Domain;
  readonly title: string;
  readonly parent?: string;
  /** Raised when configuration that it shows changed; measured values are refreshed in place. */
  readonly version: number;
  readonly versionAt: Instant;
  readonly refreshedAt: Instant;
  readonly sections: readonly DocumentSection[];
  readonly notes: readonly DocumentNote[];
  /** Set when what it described is gone; it stays readable with its notes. */
  readonly retiredAt?: Instant;
  readonly schemaVersion: number;
}

export interface DocumentSection {
  readonly key: string;
  readonly title: string;
  readonly level: 2 | 3;
  readonly blocks: readonly Block[];
  /** Digests of what it was written from; equal digests: nothing to write. */
  readonly inputs: { readonly config: string; readonly content: string };
  readonly writtenAt: Instant;
}

/** An operator's note. It stands after the section it hangs on; when that section goes, at the end, saying so. */
export interface DocumentNote {
  readonly id: string;
  readonly section: string;
  /** Markdown, shown as written; never interpreted as anything else. */
  readonly text: string;
  readonly author: string;
  readonly createdAt: Instant;
  readonly editedAt?: Instant;
}

/** What a version changed: only the sections that differ from the version before, so that history stays small. */
export interface DocumentVersion {
  /** `documentId@version`, the version padded to 8 digits so that ids sort. */
  readonly id: string;
  readonly documentId: string;
  readonly version: number;
  readonly at: Instant;
  /** Why there is a new version, one line ("host changed on 3 VMs"). */
  readonly reason: string;
  /** Order of all sections in this version. */
  readonly order: readonly string[];
  readonly changed: readonly DocumentSection[];
  readonly removed: readonly string[];
  readonly title: string;
  readonly schemaVersion: number;
}
