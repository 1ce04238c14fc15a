import type { DocumentRecord } from '../../shared/model/document.ts';
import { digestText } from '../inventory/digest.ts';
import type { IndexedDocument } from './document-index.ts';
import type { PlannedSection } from './document-update.ts';
import type { GeneratedDocument } from './generate-report.ts';
import type { DocumentPlan, GeneratorDefinition, SectionPlan } from './generator.ts';

/**
 * Compares what was rendered with what is known to stand. When everything came out the same, the index alone takes
 * note of the new inputs, and the document is neither read nor written.
 */
export function compareWithIndex<T extends RenderedPlan>(one: T, entry: IndexedDocument | undefined) {
  const digests = new Map<string, string>();
  if (entry === undefined) return { ...one, digests, same: undefined };
  const before = new Map(entry.sections.map((section) => [section.key, section]));
  let differs = one.errors.length > 0 || !isUpToDate(entry, one.plan, one.generator);
  const sections = one.sections.map((section): PlannedSection => {
    if (section.blocks === undefined) return section;
    const text = JSON.stringify(section.blocks);
    const digest = digestText(text);
    digests.set(section.key, digest);
    const standing = before.get(section.key);
    const same = standing?.digest === digest;
    differs ||= !same;
    return standing?.digest === undefined
      ? { ...section, text }
      : { ...section, text, stands: { writtenAt: standing.writtenAt, same } };
  });
  if (differs) return { ...one, sections, digests, same: undefined };
  const inputs = new Map(sections.map((section) => [section.key, section.inputs]));
  const same: IndexedDocument = {
    ...entry,
    sections: entry.sections.map((section) => ({
      ...section,
      inputs: inputs.get(section.key) ?? section.inputs,
    })),
  };
  return { ...one, sections, digests, same };
}

/** A document as planned, with what of it was rendered. */
export interface RenderedPlan {
  readonly generator: GeneratorDefinition;
  readonly plan: DocumentPlan;
  readonly sections: readonly PlannedSection[];
  readonly errors: GeneratedDocument['errors'];
}

/** A section whose blocks are not in the record after all is rendered now. */
export function withMissing<T extends { plan: DocumentPlan; sections: readonly PlannedSection[] }>(
  planned: T,
  current: DocumentRecord | undefined,
): T {
  const present = new Set(current?.sections.map((section) => section.key));
  const sections = planned.sections.map((section): PlannedSection => {
    if (section.live || section.blocks !== undefined || present.has(section.key)) return section;
    if (section.inputs.content === '') return section;
    const plan = planned.plan.sections.find((one) => one.key === section.key);
    return plan === undefined ? section : { ...section, blocks: plan.render() };
  });
  return { ...planned, sections };
}

/** Nothing differs that is not a section's content. */
export function isUpToDate(
  standing: IndexedDocument | undefined,
  plan: DocumentPlan,
  generator: GeneratorDefinition,
): boolean {
  const heads = (sections: readonly Pick<SectionPlan, 'key' | 'title' | 'level' | 'live'>[]) =>
    JSON.stringify(sections.map(({ key, title, level, live }) => [key, title, level, live === true]));
  return (
    standing !== undefined &&
    standing.retiredAt === undefined &&
    standing.title === plan.title &&
    standing.parent === plan.parent &&
    standing.generatorVersion === generator.version &&
    heads(standing.sections) === heads(plan.sections)
  );
}

/** Documents that no generator plans any more, of generators that could be asked. */
export function retirable(
  known: ReadonlyMap<string, IndexedDocument>,
  planned: readonly { readonly plan: DocumentPlan }[],
  unasked: readonly GeneratorDefinition[],
): readonly IndexedDocument[] {
  const ids = new Set(planned.map(({ plan }) => plan.id));
  const others = new Set(unasked.map(({ id }) => id));
  return [...known.values()].filter(
    (document) =>
      document.retiredAt === undefined && !ids.has(document.id) && !others.has(document.generator),
  );
}
