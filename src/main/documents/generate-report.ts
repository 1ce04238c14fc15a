import type { Instant } from '../../shared/model/ids.ts';
import type { Domain } from '../../shared/model/kind.ts';
import type { IndexedDocument } from './document-index.ts';
import type { DocumentUpdate } from './document-update.ts';
import type { DocumentPlan } from './generator.ts';

export interface GenerateOptions {
  /** Writes every section again, whatever its inputs say; what comes out the same still makes no version. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { done: number; total: number; document: string }) => void;
}

export interface GeneratedDocument {
  readonly id: string;
  readonly title: string;
  /** created: first version; versioned: new version; refreshed: measured values in place. */
  readonly outcome: DocumentUpdate['outcome'] | 'retired' | 'failed';
  readonly version: number;
  readonly written: readonly string[];
  readonly refreshed: readonly string[];
  readonly reason?: string;
  /** Sections that could not be rendered and stand as they were, or the document itself. */
  readonly errors: readonly { readonly section?: string; readonly message: string }[];
}

export interface GenerateReport {
  readonly documents: readonly GeneratedDocument[];
  readonly counts: Readonly<Record<GeneratedDocument['outcome'], number>>;
  readonly sections: { readonly rendered: number; readonly total: number };
  readonly durationMs: number;
}

export interface StaleDocument {
  readonly id: string;
  readonly title: string;
  readonly domain: Domain;
  readonly parent?: string;
  readonly state: 'new' | 'configuration' | 'measured' | 'retire';
  readonly sections: readonly string[];
  readonly reason: string;
  /** Of a document that stands: each section that would be written, and why. */
  readonly details: readonly StaleSection[];
}

export interface StaleSection {
  readonly key: string;
  readonly title: string;
  readonly state: 'configuration' | 'measured' | 'new' | 'removed';
  readonly reason: string;
  /** When the first of what it names happened. */
  readonly since?: Instant;
}

/** A document that nothing had to be done about. */
export function unchanged(
  plan: Pick<DocumentPlan, 'id' | 'title'>,
  standing: IndexedDocument | undefined,
): GeneratedDocument {
  return {
    id: plan.id,
    title: plan.title,
    outcome: 'unchanged',
    version: standing?.version ?? 0,
    written: [],
    refreshed: [],
    errors: [],
  };
}

export function countOutcomes(documents: readonly GeneratedDocument[]): GenerateReport['counts'] {
  const counts = { created: 0, versioned: 0, refreshed: 0, unchanged: 0, retired: 0, failed: 0 };
  for (const { outcome } of documents) counts[outcome] += 1;
  return counts;
}
