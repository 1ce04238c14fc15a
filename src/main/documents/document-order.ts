import { compareNatural } from '../inventory/natural-order.ts';
import { documentNotFound } from './document-errors.ts';
import type { IndexedDocument } from './document-index.ts';
import type { DocumentPlan, GeneratorDefinition } from './generator.ts';

const idPattern = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/;

/** @throws TypeError when a generator plans what cannot be kept: an id that is no path, or one twice. */
export function checkPlans(plans: readonly DocumentPlan[]): void {
  const ids = new Set<string>();
  for (const plan of plans) {
    if (!idPattern.test(plan.id) || plan.id.length > 300) {
      throw new TypeError(`document id "${plan.id}": expected lower-case segments as slug() makes them`);
    }
    if (ids.has(plan.id)) throw new TypeError(`document "${plan.id}" is planned twice`);
    ids.add(plan.id);
    const keys = plan.sections.map((section) => section.key);
    const twice = keys.find((key, i) => keys.indexOf(key) !== i);
    if (twice !== undefined) throw new TypeError(`section "${twice}" of "${plan.id}" is planned twice`);
  }
}

/** An id names a document with all pages below it. */
export function isWanted(id: string, ids: readonly string[] | undefined): boolean {
  return ids === undefined || ids.some((wanted) => id === wanted || id.startsWith(`${wanted}/`));
}

export function checkWanted(ids: readonly string[] | undefined, known: readonly string[]): void {
  const missing = ids?.find((id) => !known.some((other) => isWanted(other, [id])));
  if (missing !== undefined) throw documentNotFound(missing, known);
}

/** By generator, then each root before its pages, in natural order; retired ones last. */
export function inDocumentOrder(
  documents: readonly IndexedDocument[],
  generators: readonly GeneratorDefinition[],
): readonly IndexedDocument[] {
  const rank = new Map(generators.map(({ id }, i) => [id, i]));
  const place = (document: IndexedDocument) => rank.get(document.generator) ?? generators.length;
  return documents.toSorted(
    (a, b) =>
      Number(a.retiredAt !== undefined) - Number(b.retiredAt !== undefined) ||
      place(a) - place(b) ||
      Number(a.parent !== undefined) - Number(b.parent !== undefined) ||
      compareNatural(a.id, b.id),
  );
}
