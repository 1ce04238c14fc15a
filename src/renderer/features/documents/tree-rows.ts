import type { OutputOf } from '../../../shared/contract/contract.ts';
import { domains } from '../../../shared/model/kind.ts';

export type DocumentSummary = OutputOf<'documents.tree'>['documents'][number];

export interface TreeRow {
  readonly document: DocumentSummary;
  /** From 1, as `aria-level` counts. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** Absent: there are no pages below it. */
  readonly open?: boolean;
  /** How many pages below it are out of date, while they are folded away. */
  readonly staleBelow: number;
}

/** What the tree shows from top to bottom: by domain, each page below its parent, what is retired last. */
export function treeRows(documents: readonly DocumentSummary[], closed: ReadonlySet<string>): TreeRow[] {
  const known = new Set(documents.map(({ id }) => id));
  const children = new Map<string | undefined, DocumentSummary[]>();
  for (const document of documents) {
    const parent = document.parent !== undefined && known.has(document.parent) ? document.parent : undefined;
    const siblings = children.get(parent);
    if (siblings) siblings.push(document);
    else children.set(parent, [document]);
  }
  const rows: TreeRow[] = [];
  const add = (parent: string | undefined, level: number) => {
    const siblings = (children.get(parent) ?? []).toSorted(inOrder);
    for (const [i, document] of siblings.entries()) {
      const below = children.get(document.id) ?? [];
      const open = !closed.has(document.id);
      rows.push({
        document,
        level,
        position: i + 1,
        siblings: siblings.length,
        ...(below.length === 0 ? {} : { open }),
        staleBelow: open ? 0 : countStale(below, children),
      });
      if (below.length > 0 && open) add(document.id, level + 1);
    }
  };
  add(undefined, 1);
  return rows;
}

function countStale(
  documents: readonly DocumentSummary[],
  children: ReadonlyMap<string | undefined, readonly DocumentSummary[]>,
): number {
  return documents.reduce(
    (sum, { id, stale }) =>
      sum +
      (stale === undefined || stale.state === 'measured' ? 0 : 1) +
      countStale(children.get(id) ?? [], children),
    0,
  );
}

/** Roots by domain; within one parent as the application orders them; what is retired after what stands. */
function inOrder(a: DocumentSummary, b: DocumentSummary): number {
  return (
    Number(a.retiredAt !== undefined) - Number(b.retiredAt !== undefined) || rank(a.domain) - rank(b.domain)
  );
}

const order = ['infrastructure', ...domains.filter((domain) => domain !== 'infrastructure')];

function rank(domain: DocumentSummary['domain']): number {
  return order.indexOf(domain);
}

/** Documents whose title or id has all words. */
export function matchingDocuments(
  documents: readonly DocumentSummary[],
  text: string,
): readonly DocumentSummary[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  return documents.filter(({ id, title }) => {
    const all = `${title} ${id}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** Ids of what must be open for a document to be seen. */
export function ancestorsOf(documents: readonly DocumentSummary[], id: string): readonly string[] {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const found: string[] = [];
  for (let parent = byId.get(id)?.parent; parent !== undefined && !found.includes(parent);) {
    found.push(parent);
    parent = byId.get(parent)?.parent;
  }
  return found;
}
