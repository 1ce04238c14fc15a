import { lazy, Suspense } from 'react';
import { Link, useRoute } from 'wouter';
import { NotFound } from '../../app/not-found.tsx';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CopyLinkButton } from '../../ui/copy-link-button.tsx';
import { LoadingScreen } from '../../ui/loading.tsx';
import { ScreenHeader } from '../../ui/screen-header.tsx';
import { RemediationPage } from './detail/remediation-page.tsx';
import { HistoryView } from './history/history-view.tsx';
import { PauseQueue } from './pause-queue.tsx';
import { QueueView } from './queue/queue-view.tsx';
import classes from './remediation.module.css';
import { Standstill } from './standstill.tsx';
import { useRemediationFeed } from './use-remediation-feed.ts';
import { useStanding } from '../../app/use-standstill.ts';

const PolicyView = lazy(async () => ({ default: (await import('./policy/policy-view.tsx')).PolicyView }));
const CalibrationView = lazy(async () => ({
  default: (await import('./calibration/calibration-view.tsx')).CalibrationView,
}));

const views = ['queue', 'history', 'policy', 'calibration'] as const;
type View = (typeof views)[number];

const places: Readonly<Record<View, string>> = {
  queue: links.remediation,
  history: links.remediationHistory,
  policy: links.policy,
  calibration: links.calibration,
};

/** What is to be decided, what runs, what came of it, what is allowed, and how far all of it can be trusted. */
export function RemediationScreen() {
  const text = useText();
  const { remediation: words } = text;
  const standing = useStanding();
  useRemediationFeed();
  const [, params] = useRoute('/remediation/:place?/*?');
  const place = params?.place;
  if (place?.startsWith('R-') === true) return <RemediationPage key={place} id={place} />;
  const view = views.find((one) => one === (place ?? 'queue'));
  if (view === undefined || (place === 'queue' && view === 'queue')) return <NotFound />;
  const { counts } = standing ?? {};
  return (
    <div className={classes['screen']}>
      <ScreenHeader
        title={text.shell.screens.remediation}
        detail={counts && words.summary(counts.awaitingApproval + counts.outcomeUnknown, counts.active)}
      >
        {view === 'queue' && <PauseQueue />}
        <CopyLinkButton />
      </ScreenHeader>
      <nav className={classes['views']} aria-label={words.viewsLabel}>
        {views.map((one) => (
          <Link
            key={one}
            href={places[one]}
            className={classes['view'] ?? ''}
            {...(one === view && { 'aria-current': 'page' as const })}
          >
            {words.views[one]}
          </Link>
        ))}
      </nav>
      <Standstill />
      <div className={classes['body']}>
        <Suspense fallback={<LoadingScreen />}>
          {view === 'queue' && <QueueView />}
          {view === 'history' && <HistoryView />}
          {view === 'policy' && <PolicyView />}
          {view === 'calibration' && <CalibrationView />}
        </Suspense>
      </div>
    </div>
  );
}
