import type { Block, ProseAbout, ProseSentence } from './block.ts';
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
  /**
   * Notes that were removed: at another workstation one may have been edited meanwhile, and then it stays among the
   * notes, and here as well. Oldest first.
   */
  readonly removedNotes?: readonly RemovedNote[];
  /** Prose of sections that it does not have, where another workstation wrote some; the next generation drops it. */
  readonly otherProse?: readonly { readonly section: string; readonly prose: SectionProse }[];
  /** Number of the lease that it was generated under; absent: under none. */
  readonly fence?: number;
  /** Set when what it described is gone; it stays readable with its notes. */
  readonly retiredAt?: Instant;
  readonly schemaVersion: number;
}

export interface DocumentSection {
  readonly key: string;
  readonly title: string;
  readonly level: 2 | 3;
  /** Empty for a live section. */
  readonly blocks: readonly Block[];
  /** Changes with every run (last read times): never kept, written whenever the document is read. */
  readonly live?: true;
  /** Digests of what it was written from; equal digests: nothing to write. */
  readonly inputs: { readonly config: string; readonly content: string };
  readonly writtenAt: Instant;
  /** Follows the section as a job of its own, and stands until it is written again. */
  readonly prose?: SectionProse;
}

/** What a language model wrote of a section's facts, and what of it the fact check let through. */
export interface SectionProse {
  readonly about: ProseAbout;
  /** Empty: nothing of it could be borne out. */
  readonly sentences: readonly ProseSentence[];
  readonly omitted: number;
  /** Digest of the facts that it was written from: others, and it is stale. */
  readonly facts: string;
  readonly model: string;
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
  /** Who wrote the text as it stands; absent: its author. */
  readonly editedBy?: string;
  /** Names of the texts that were written over by somebody who had read them, in the order in which they were written. */
  readonly replaced?: readonly string[];
  /**
   * Other texts that were written at the same time at other workstations: all are kept until somebody writes the note
   * again. In the order in which they were written.
   */
  readonly alternatives?: readonly NoteAlternative[];
}

export interface NoteAlternative {
  readonly text: string;
  readonly author: string;
  readonly writtenAt: Instant;
}

export interface RemovedNote {
  readonly id: string;
  readonly by: string;
  readonly at: Instant;
  /** When its text had been written last. */
  readonly writtenAt: Instant;
  /** Names of all its texts that were known to whoever removed it: another one brings it back. */
  readonly replaced?: readonly string[];
}

/**
 * One version of a document. It keeps only what it took the place of: the sections that differ, as the version
 * before showed them last. Version n is read by going back from the document as it stands, so that the first
 * generation writes nothing twice, old versions can be dropped, and a diff sets old and new of the same moment
 * side by side.
 */
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
  /** Sections that this version changed or removed, as they stood in the version before. */
  readonly replaced: readonly DocumentSection[];
  /** Sections that this version has and the one before had not. */
  readonly added: readonly string[];
  readonly title: string;
  readonly schemaVersion: number;
}
