import type { DocumentRecord } from '../../shared/model/document.ts';
import type { DocumentUpdate } from './document-update.ts';
import type { StaleSection } from './generate-report.ts';
import type { DocumentPlan, GeneratorDefinition } from './generator.ts';
import type { Reasons } from './version-reason.ts';

/** Each section that an update would write, add or take away, and why. */
export function staleSections(
  generator: Pick<GeneratorDefinition, 'version'>,
  plan: DocumentPlan,
  current: DocumentRecord,
  update: Pick<DocumentUpdate, 'written' | 'refreshed'>,
  reasons: Reasons,
): readonly StaleSection[] {
  const standing = new Map(current.sections.map((section) => [section.key, section]));
  const written = new Set(update.written);
  const touched = new Set([...update.written, ...update.refreshed]);
  const keys = new Set(plan.sections.map(({ key }) => key));
  return [
    ...plan.sections
      .filter(({ key }) => touched.has(key))
      .map((section): StaleSection => {
        const { key, title } = section;
        const old = standing.get(key);
        if (old === undefined) return { key, title, state: 'new', reason: 'not written yet' };
        const state = written.has(key) ? 'configuration' : 'measured';
        return current.generatorVersion === generator.version
          ? { key, title, state, ...reasons.ofSection(section, old.writtenAt, state) }
          : { key, title, state, reason: `written by version ${current.generatorVersion} of the generator` };
      }),
    ...current.sections
      .filter(({ key, live }) => live !== true && !keys.has(key))
      .map(({ key, title }): StaleSection => ({
        key,
        title,
        state: 'removed',
        reason: 'what it described is gone',
      })),
  ];
}
