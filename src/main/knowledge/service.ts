import type { Instant } from '../../shared/model/ids.ts';
import type { Knowledge, KnowledgeAnswer, KnowledgeFilter } from './knowledge.ts';
import type { FolderReport } from './folders/index-folder.ts';
import type { FileProblem } from './folders/scan-folder.ts';
import type { VectorState } from './vectors/passage-vectors.ts';

export interface FindOptions {
  readonly limit?: number;
  readonly filter?: KnowledgeFilter;
  readonly signal?: AbortSignal;
  readonly about?: string;
  /** Also passages that say the same as a better one in another place. */
  readonly alike?: boolean;
}

export interface KnowledgeProgress {
  /** `rebuilding`: everything anew; the index of before answers until that is done. */
  readonly state: 'idle' | 'indexing' | 'rebuilding';
  /** What is indexed now, for people. */
  readonly what?: string;
  readonly done: number;
  readonly total?: number;
}

export interface FolderStatus {
  readonly name: string;
  readonly path: string;
  readonly importedAt: Instant;
  readonly files: number;
  readonly passages: number;
  /** When it was last looked at as a whole. */
  readonly scannedAt?: Instant;
  /** Changes are noticed at once; otherwise once a minute. */
  readonly watched: boolean;
  /** It is not there now; what was indexed of it stays. */
  readonly missing: boolean;
  /** The first of what could not be indexed, and how many there are. */
  readonly problems: readonly FileProblem[];
  readonly problemCount: number;
}

export interface KnowledgeStatus {
  readonly progress: KnowledgeProgress;
  readonly passages: number;
  /** Sections and notes of documents, and their passages. */
  readonly documents: { readonly items: number; readonly passages: number };
  readonly folders: readonly FolderStatus[];
  readonly vectors: VectorState;
  /** Why nothing is indexed. */
  readonly problem?: string;
  readonly bytes: number;
}

/** Knowledge, and what keeps it up to date. */
export interface KnowledgeService extends Knowledge {
  find(question: string, options?: FindOptions): Promise<KnowledgeAnswer>;
  /** Follows documents and folders from now on, in the background. */
  start(): void;
  /** Until everything that can be seen to have changed is indexed. */
  upToDate(signal?: AbortSignal): Promise<void>;
  status(): Promise<KnowledgeStatus>;
  /** @throws DomainError folder-not-found | folder-overlaps */
  importFolder(
    path: string,
    options?: { readonly signal?: AbortSignal; readonly onProgress?: (progress: KnowledgeProgress) => void },
  ): Promise<FolderReport & { readonly name: string }>;
  /** By its name or path. Its files stay where they are. @throws DomainError folder-not-imported */
  removeFolder(nameOrPath: string): Promise<{ readonly name: string; readonly path: string }>;
  /**
   * Makes the index anew beside the one that answers, and puts it in its place; vectors are then made anew as well.
   *
   * @throws DomainError cancelled | knowledge-unavailable: the index of before answers still
   */
  rebuild(options?: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: KnowledgeProgress) => void;
  }): Promise<void>;
  /** Progress, folders or vectors are others now. */
  onChanged(listener: (progress: KnowledgeProgress) => void): () => void;
  close(): Promise<void>;
}
