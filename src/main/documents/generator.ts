import type { Domain } from '../../shared/model/kind.ts';
import type { EntityKind } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';
import type { Block, ProseAbout } from '../../shared/model/block.ts';
import type { EntityId } from '../../shared/model/ids.ts';

/** One family of generated documents: a root page and, where the estate is large, a page per cluster, site or namespace. */
export interface GeneratorDefinition {
  /** The root document's id: `infrastructure`, `virtualization`, `kubernetes`, `network`, `storage`. */
  readonly id: string;
  readonly domain: Domain;
  readonly title: string;
  /** Raised when what it writes from the same inventory changes: everything is written anew. */
  readonly version: number;
  /** The section keys it can write and what each contains, for `list-sections`. */
  readonly catalogue: readonly { readonly key: string; readonly title: string; readonly contains: string }[];
  /** One after the other, so that whoever asks can let others have their turn in between. */
  documents(view: InventoryView, settings: GeneratorSettings): Iterable<DocumentPlan>;
}

export interface GeneratorSettings {
  /** Beyond this many rows a table moves to a page per partition. */
  readonly rowsPerPage: number;
  /** summary: no per-object tables; standard; full: every column that the domain lists as nice to have. */
  readonly depth: 'summary' | 'standard' | 'full';
  /** Changes this many days back are shown. */
  readonly changeDays: number;
}

export interface DocumentPlan {
  /** `virtualization`, `virtualization/cluster-prod-a`; lower case, `/` between root and page. */
  readonly id: string;
  readonly title: string;
  readonly parent?: string;
  readonly sections: readonly SectionPlan[];
}

export interface SectionPlan {
  /** Unique in its document and stable across regenerations: operators' notes hang on it. */
  readonly key: string;
  readonly title: string;
  readonly level: 2 | 3;
  /** What the section shows. It is rendered again only when a digest of one of these changes. */
  readonly reads: readonly { readonly kind: EntityKind; readonly partition?: string }[];
  /** Anything else that the content depends on (a title, a page count). */
  readonly salt?: string;
  /**
   * Changes with every run or by the passing of time alone (last read times, ages, changes of the last days): is
   * written whenever the document is read, never kept and never a reason for a version. `reads` is ignored.
   */
  readonly live?: true;
  render(): readonly Block[];
  /** Asks for prose on what the section shows, where a language model is set. */
  readonly prose?: ProsePlan;
}

export interface ProsePlan {
  readonly about: ProseAbout;
  /** What "it" means in the first sentence. */
  readonly subject?: EntityId;
  /** What the prose may tell of, where that is not all that the section shows. */
  facts?(): readonly Block[];
}
