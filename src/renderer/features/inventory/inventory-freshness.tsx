import { memo } from 'react';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { FreshnessBadge } from '../../ui/freshness-badge.tsx';
import type { KindTab } from './list-state.ts';

/** How old the oldest of what the list shows is, over all sources that give it. */
export const InventoryFreshness = memo(function InventoryFreshness(props: {
  kind: KindTab;
  kinds: OutputOf<'inventory.kinds'>['kinds'] | undefined;
}) {
  const { kind, kinds } = props;
  const text = useText();
  const { data } = useCall('inventory.freshness', {});
  if (!data) return null;
  const domain = kinds?.find((one) => one.kind === kind)?.domain;
  const sources = data.sources.filter((source) => domain === undefined || source.domain === domain);
  const failing = sources.filter(
    ({ lastOutcome }) => lastOutcome !== undefined && lastOutcome !== 'succeeded',
  );
  const oldest = sources
    .filter(({ lastCompleteAt }) => lastCompleteAt !== undefined)
    .toSorted((a, b) => (b.ageSeconds ?? 0) - (a.ageSeconds ?? 0))[0];
  const reason =
    failing.length > 0
      ? failing
          .map(({ source, lastOutcome, lastError }) =>
            text.inventory.sourceFailed(source, lastOutcome ?? '', lastError?.message),
          )
          .join('\n')
      : oldest && text.inventory.oldestSource(oldest.source);
  return (
    <FreshnessBadge
      {...(oldest?.lastCompleteAt !== undefined && { at: oldest.lastCompleteAt })}
      {...(oldest?.ageSeconds !== undefined && { ageSeconds: oldest.ageSeconds, maxAgeSeconds: 2 * 3600 })}
      {...(reason !== undefined && { reason })}
    />
  );
});
