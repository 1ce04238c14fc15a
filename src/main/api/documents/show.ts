import type { Domain } from '../../../shared/model/kind.ts';
import type { Freshness } from '../../../shared/model/inventory-query.ts';
import type { Handler } from '../handler.ts';
import { headOf } from './head-of.ts';
import { staleState } from './tree.ts';

export const show: Handler<'documents.show'> = async (
  { id, ...which },
  { app: { documents, inventory } },
) => {
  const shown = await documents.show(id, { ...which, format: 'blocks' });
  const past = shown.version !== shown.currentVersion || shown.at !== undefined;
  const [freshness, stale] = await Promise.all([inventory.freshness(), past ? [] : documents.stale()]);
  const found = stale.find((one) => one.id === id);
  return {
    ...headOf(shown),
    sections: shown.sections.map(({ key, title, level, blocks, live, writtenAt }) => ({
      key,
      title,
      level,
      blocks: [...blocks],
      ...(live === undefined ? {} : { live }),
      writtenAt,
    })),
    notes: [...shown.notes],
    ...(found === undefined ? {} : { stale: staleState(found) }),
    // How fresh sources are now says nothing about what was written then.
    sources: past ? [] : freshness.filter((one) => isAbout(shown.domain, one)).map(sourceState),
  };
};

/** The infrastructure's documents are about everything. Findings are worked out here, nobody is asked for them. */
function isAbout(domain: Domain, { source, domain: of }: Freshness): boolean {
  return source !== 'findings' && (domain === 'infrastructure' || of === domain || of === 'infrastructure');
}

function sourceState({ source, domain, lastCompleteAt, lastOutcome, lastRunAt, simulated }: Freshness) {
  return {
    source,
    domain,
    ...(lastCompleteAt === undefined ? {} : { completeAt: lastCompleteAt }),
    ...(lastOutcome === undefined ? {} : { lastOutcome }),
    ...(lastRunAt === undefined ? {} : { lastAt: lastRunAt }),
    simulated,
  };
}
