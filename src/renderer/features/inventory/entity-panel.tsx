import { memo, type ReactNode } from 'react';
import { Network } from 'lucide-react';
import { useLocation } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import type { EntityId, Instant } from '../../../shared/model/ids.ts';
import { splitEntityId } from '../../../shared/model/ids.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CopyLinkButton } from '../../ui/copy-link-button.tsx';
import { DetailPanel } from '../../ui/detail-panel.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ProposeButton } from '../remediation/propose/propose-button.tsx';
import { EntityDetails } from './entity-details.tsx';
import { EntitySummary } from './entity-summary.tsx';
import classes from './entity.module.css';

/** One entity beside a list or a picture: what it is, what it hangs on, what happened to it. */
export const EntityPanel = memo(function EntityPanel(props: {
  id: EntityId;
  at?: Instant | undefined;
  /** What the place that shows it has to say of it, before everything else. */
  first?: ReactNode;
  onClose: () => void;
}) {
  const { id, at, first, onClose } = props;
  const text = useText();
  const [, navigate] = useLocation();
  const { data, error, refetch, isPlaceholderData } = useCall(
    'inventory.entity',
    { id, ...(at !== undefined && { at }) },
    { keepPrevious: true },
  );
  const refresh = useRefresh();
  useEvent('inventory.changed', {}, () => {
    if (at === undefined) refresh('inventory.entity', 'inventory.timeline');
  });
  // What was read stays readable when it cannot be read again.
  const shown = data;
  const name = cleanText(shown?.entity.name ?? splitEntityId(id).nativeId);
  return (
    <DetailPanel
      label={text.inventory.detailsOf(name)}
      title={
        <span className={classes['title']}>
          {shown && <KindIcon kind={shown.entity.kind} />}
          <span className={classes['titleText']} title={name}>
            {name}
          </span>
        </span>
      }
      detail={shown && <EntitySummary data={shown} />}
      href={links.entity(id)}
      actions={
        <>
          <IconButton
            icon={Network}
            label={text.inventory.openTopology}
            onClick={() => navigate(links.topologyOf(id))}
          />
          {at === undefined && <ProposeButton target={id} name={name} icon />}
          <CopyLinkButton href={links.entity(id)} />
        </>
      }
      onClose={onClose}
    >
      {first}
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : shown ? (
        <div
          aria-busy={isPlaceholderData}
          className={classes['follows']}
          data-waiting={isPlaceholderData || undefined}
        >
          <EntityDetails key={shown.entity.id} data={shown} at={at} />
        </div>
      ) : (
        <div className={classes['waiting']}>
          <SkeletonRows rows={14} />
        </div>
      )}
    </DetailPanel>
  );
});
