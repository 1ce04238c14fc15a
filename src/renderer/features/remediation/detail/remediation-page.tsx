import { ChevronLeft } from 'lucide-react';
import { useLocation } from 'wouter';
import { cleanText } from '../../../../shared/clean-text.ts';
import { useDocumentTitle } from '../../../app/document-title.ts';
import { links } from '../../../app/links.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { CopyLinkButton } from '../../../ui/copy-link-button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import classes from './detail.module.css';
import { HeadLine } from './head-line.tsx';
import { RemediationDetail } from './remediation-detail.tsx';

/** One remediation with the whole window to itself. */
export function RemediationPage({ id }: { id: string }) {
  const { remediation: words } = useText();
  const [, navigate] = useLocation();
  const { data, error, refetch } = useCall('remediation.get', { id });
  const title = data ? words.title(data.actionTitle, cleanText(data.targetName)) : id;
  useDocumentTitle(data && title);
  const back = () => navigate(`${links.remediation}?id=${encodeURIComponent(id)}`);
  useShortcut('screen', 'escape', words.back, back);
  return (
    <div className={classes['page']}>
      <header className={classes['pageHead']}>
        <IconButton icon={ChevronLeft} label={words.back} keys="escape" onClick={back} />
        <div className={classes['pageTitles']}>
          <h1 className={classes['pageTitle']}>{title}</h1>
          {data && <HeadLine record={data} />}
        </div>
        <CopyLinkButton />
      </header>
      <div className={classes['pageBody']}>
        {data ? (
          <RemediationDetail key={data.id} record={data} wide />
        ) : error?.code === 'remediation-not-found' ? (
          <EmptyState title={words.notFound} reason={words.notFoundReason} />
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <div className={classes['waiting']}>
            <SkeletonRows rows={20} />
          </div>
        )}
      </div>
    </div>
  );
}
