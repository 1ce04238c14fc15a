import type { Change } from '../../shared/model/change.ts';
import type { DocumentRecord } from '../../shared/model/document.ts';
import { instant, type Instant } from '../../shared/model/ids.ts';
import { kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';
import { DomainError } from '../platform/errors.ts';
import { changeSummary } from './change-text.ts';
import type { DocumentPlan, GeneratorDefinition, SectionPlan } from './generator.ts';

export interface Reasons {
  /**
   * Why one section would be written again: what changed since it was, wherever it runs as well. Of a section that
   * shows the same configuration only what a scheduler moved counts.
   */
  ofSection(
    section: Pick<SectionPlan, 'reads'>,
    writtenAt: Instant,
    state: 'configuration' | 'measured',
  ): { readonly reason: string; readonly since?: Instant };
  between(
    plan: DocumentPlan,
    changed: readonly string[],
    standing:
      | (Pick<DocumentRecord, 'generatorVersion' | 'versionAt' | 'retiredAt'> & {
          readonly sections: readonly { readonly key: string }[];
        })
      | undefined,
    generator: GeneratorDefinition,
  ): string;
}

/** Why a document has a new version, from the changes of what its changed sections show. */
export function createReasons(view: InventoryView): Reasons {
  const since = new Map<Instant, readonly Change[]>();
  const configurationSince = (at: Instant) => {
    const known =
      since.get(at) ?? changesSince(view, at).filter((change) => change.class === 'configuration');
    since.set(at, known);
    return known;
  };
  const everything = new Map<Instant, readonly Change[]>();
  const allSince = (at: Instant) => {
    const known = everything.get(at) ?? changesSince(view, at);
    everything.set(at, known);
    return known;
  };
  return {
    ofSection({ reads }, writtenAt, state) {
      const measured = state === 'measured';
      const shown = shownBy(reads);
      const changes = allSince(writtenAt).filter(
        (change) =>
          (!measured || change.class === 'placement') &&
          shown(change.kind, view.get(change.entityId)?.partition),
      );
      const appeared = new Map<EntityKind, number>();
      let first: Instant | undefined;
      const note = (at: Instant) => {
        if (first === undefined || at < first) first = at;
      };
      for (const kind of measured ? [] : new Set(reads.map((read) => read.kind))) {
        let n = 0;
        for (const entity of view.all(kind)) {
          if (entity.firstSeenAt <= writtenAt || !shown(kind, entity.partition)) continue;
          n += 1;
          note(entity.firstSeenAt);
        }
        if (n > 0) appeared.set(kind, n);
      }
      for (const { at } of changes) note(at);
      return {
        reason:
          changeSummary(changes, appeared) ||
          (measured ? 'measured values were read anew' : 'something that it shows is no longer there'),
        ...(first === undefined ? {} : { since: first }),
      };
    },

    between(plan, changed, standing, generator) {
      if (standing === undefined) return 'first written';
      if (standing.retiredAt !== undefined) return 'what it describes is there again';
      if (standing.generatorVersion !== generator.version) {
        return `written by version ${generator.version} of the generator`;
      }
      const keys = new Set(changed);
      const reads = plan.sections
        .filter((section) => keys.has(section.key))
        .flatMap((section) => section.reads)
        .filter(({ kind }) => kindDefinition(kind).runtime !== true);
      const shown = shownBy(reads);
      const changes = configurationSince(standing.versionAt).filter((change) =>
        shown(change.kind, view.get(change.entityId)?.partition),
      );
      const appeared = new Map<EntityKind, number>();
      for (const kind of new Set(reads.map((read) => read.kind))) {
        let n = 0;
        for (const entity of view.all(kind)) {
          if (entity.firstSeenAt > standing.versionAt && shown(kind, entity.partition)) n += 1;
        }
        if (n > 0) appeared.set(kind, n);
      }
      const summary = changeSummary(changes, appeared);
      if (summary !== '') return summary;
      const before = new Set(standing.sections.map((section) => section.key));
      const added = plan.sections
        .filter((section) => !before.has(section.key))
        .map((section) => section.title);
      if (added.length > 0) return `section ${added.join(', ')} added`;
      return changed.length > 0 ? `changed in ${changed.join(', ')}` : 'put together anew';
    },
  };
}

function shownBy(reads: SectionPlan['reads']) {
  return (kind: EntityKind, partition: string | undefined) =>
    reads.some(
      (read) => read.kind === kind && (read.partition === undefined || read.partition === (partition ?? '')),
    );
}

/** A view holds the changes of the last days only; a document that old is explained by what is there. */
function changesSince(view: InventoryView, at: Instant): readonly Change[] {
  try {
    return view.changesSince(at);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'changes-not-loaded') throw error;
    const weekAgo = instant(Date.parse(view.at) - recentDays * 86_400_000);
    return at >= weekAgo ? [] : changesSince(view, weekAgo);
  }
}

const recentDays = 7;
