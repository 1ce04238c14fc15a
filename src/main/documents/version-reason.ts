import type { Change } from '../../shared/model/change.ts';
import type { DocumentRecord } from '../../shared/model/document.ts';
import { instant, type Instant } from '../../shared/model/ids.ts';
import { kindDefinition, type EntityKind } from '../../shared/model/kinds/registry.ts';
import type { InventoryView } from '../inventory/view.ts';
import { DomainError } from '../platform/errors.ts';
import { changeSummary } from './change-text.ts';
import type { DocumentPlan, GeneratorDefinition } from './generator.ts';

export interface Reasons {
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
  return {
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
      const shown = (kind: EntityKind, partition: string | undefined) =>
        reads.some(
          (read) =>
            read.kind === kind && (read.partition === undefined || read.partition === (partition ?? '')),
        );
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
