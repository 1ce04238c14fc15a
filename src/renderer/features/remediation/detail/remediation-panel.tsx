import { links } from '../../../app/links.ts';
import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { cleanText } from '../../../../shared/clean-text.ts';
import { CopyLinkButton } from '../../../ui/copy-link-button.tsx';
import { DetailPanel } from '../../../ui/detail-panel.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import classes from './detail.module.css';
import { HeadLine } from './head-line.tsx';
import { RemediationDetail } from './remediation-detail.tsx';

/** One remediation beside the list that it stands in. Keyed by its id: what was seen of its plan is of this one. */
export function RemediationPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { remediation: words } = useText();
  const { data, error, refetch } = useCall('remediation.get', { id });
  const title = data ? words.title(data.actionTitle, cleanText(data.targetName)) : id;
  return (
    <DetailPanel
      title={title}
      label={words.detailsOf(title)}
      detail={data && <HeadLine record={data} />}
      href={links.remediationOf(id)}
      actions={<CopyLinkButton href={links.remediationOf(id)} />}
      onClose={onClose}
    >
      {data ? (
        <RemediationDetail record={data} />
      ) : error?.code === 'remediation-not-found' ? (
        <EmptyState title={words.notFound} reason={words.notFoundReason} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <div className={classes['waiting']}>
          <SkeletonRows rows={16} />
        </div>
      )}
    </DetailPanel>
  );
}
