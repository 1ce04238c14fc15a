import { Button, Select } from '@mantine/core';
import { Check } from 'lucide-react';
import { useEffect } from 'react';
import { Link } from 'wouter';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import { useAsOf } from '../../app/as-of.ts';
import { links } from '../../app/links.ts';
import { useNow } from '../../app/now.ts';
import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';
import { useLinkState } from '../../app/use-link-state.ts';
import { Permitted } from '../../app/permitted.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FreshnessBadge } from '../../ui/freshness-badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { useMomentText } from '../../ui/moment.tsx';
import { ScreenHeader } from '../../ui/screen-header.tsx';
import { useToast } from '../../ui/toast.tsx';
import { ActivityList } from './activity-list.tsx';
import { Attention } from './attention.tsx';
import { ChangeList } from './change-list.tsx';
import { ChangesPlot } from './changes-plot.tsx';
import { EstateTable } from './estate-table.tsx';
import { FailingList } from './failing-list.tsx';
import { FindingsList } from './findings-list.tsx';
import { FirstRun } from './first-run.tsx';
import { FreshnessList } from './freshness-list.tsx';
import { useLabStart } from './lab-start.ts';
import { lookAt, markSeen, useLastVisit } from './last-visit.ts';
import classes from './overview.module.css';
import { periodOf, periods, sinceOf, stepped } from './period.ts';
import { plotRange } from './plot-range.ts';
import { RunningStrip } from './running-strip.tsx';
import { StaleList } from './stale-list.tsx';
import { TicketList } from './ticket-list.tsx';
import { useRunNow } from './use-run-now.ts';

type Overview = OutputOf<'overview.read'>;

/** Is anything waiting for me, is anything broken, can I trust what I see, what changed since my last shift. */
export function OverviewScreen() {
  const text = useText();
  const words = text.overview;
  const [at] = useAsOf();
  const [{ since: named }, changeLink] = useLinkState(['since']);
  const now = useNow();
  const before = useLastVisit((state) => state.before);
  const moment = useMomentText();
  const toast = useToast();
  useLooking(now);
  const shownAt = at === undefined ? now : Date.parse(at);
  const lastVisit = before !== undefined && before < shownAt ? before : undefined;
  const period = periodOf(named, lastVisit);
  const since = sinceOf(period, shownAt, lastVisit);
  const { data, error, refetch } = useCall(
    'overview.read',
    { since, ...(at !== undefined && { at }) },
    { keepPrevious: true },
  );
  const refresh = useRefresh();
  useEvent('status.changed', {}, () => refresh('overview.read', 'documents.stale'));
  useEvent('jobs.collected', {}, () => refresh('overview.changes'));
  const labStarts = useLabStart((state) => state.is !== 'idle');
  const isFirstRun =
    data !== undefined && data.entities === 0 && at === undefined && (data.sources === 0 || labStarts);

  return (
    <>
      <ScreenHeader
        title={text.shell.screens.overview}
        detail={data && !isFirstRun && <FreshnessBadge at={data.at} />}
      >
        {!isFirstRun && (
          <>
            <span className={classes['dim']}>{words.newSince}</span>
            <Select
              className={classes['period'] ?? ''}
              aria-label={words.period}
              value={period}
              allowDeselect={false}
              onChange={(value) => changeLink({ since: value ?? undefined })}
              data={periods
                .filter((one) => one !== 'visit' || lastVisit !== undefined)
                .map((one) => ({ value: one, label: words.periods[one] }))}
            />
            {period === 'visit' && lastVisit !== undefined && (
              <span className={classes['dim']}>
                {words.lastVisit(moment(new Date(lastVisit).toISOString()).relative)}
              </span>
            )}
            {at === undefined && (
              <IconButton
                icon={Check}
                label={words.markSeen}
                onClick={() => {
                  const seen = useLastVisit.getState();
                  markSeen(now);
                  toast({
                    message: words.markedSeen,
                    undo: () => useLastVisit.setState(seen, true),
                  });
                }}
              />
            )}
          </>
        )}
      </ScreenHeader>
      {!isFirstRun && <RunningStrip />}
      {isFirstRun ? (
        <FirstRun />
      ) : (
        <Body
          data={data}
          error={error}
          at={at}
          shownAt={shownAt}
          since={since}
          onRetry={() => void refetch()}
        />
      )}
    </>
  );
}

function Body(props: {
  data: Overview | undefined;
  error: Parameters<typeof ErrorState>[0]['error'] | null;
  at: Instant | undefined;
  shownAt: number;
  since: Instant;
  onRetry: () => void;
}) {
  const { data, error, at, shownAt, since, onRetry } = props;
  if (!data) {
    return error ? <ErrorState error={error} onRetry={onRetry} /> : <OverviewSkeleton />;
  }
  const past = at !== undefined;
  if (data.entities === 0) {
    return past ? <NothingThen /> : <NothingYet overview={data} />;
  }
  const range = plotRange(since, past ? shownAt : stepped(shownAt));
  return (
    <div className={classes['room']}>
      <Attention overview={data} past={past} />
      <div className={classes['columns']}>
        <div className={classes['main']}>
          <FailingList overview={data} />
          {!past && <TicketList />}
          <FindingsList overview={data} />
          <EstateTable domains={data.domains} />
          <ChangesPlot {...range} />
          <ChangeList overview={data} />
        </div>
        <div className={classes['side']}>
          <FreshnessList overview={data} past={past} />
          {!past && <StaleList count={data.documents.stale ?? 0} />}
          <ActivityList activity={data.activity} />
        </div>
      </div>
    </div>
  );
}

/** Configured, and nothing is known yet. */
function NothingYet({ overview }: { overview: Overview }) {
  const text = useText();
  const words = text.overview.nothingYet;
  const collect = useRunNow('collection', words.action, text.overview.failing.started);
  const tried =
    overview.unusable.length > 0 || overview.freshness.some(({ lastOutcome }) => lastOutcome !== undefined);
  return (
    <>
      <EmptyState title={words.title} reason={tried ? words.failed : words.reason(overview.sources)}>
        <div className={classes['buttons']}>
          <Permitted method="jobs.run">
            <Button variant="filled" loading={collect.isPending} onClick={collect.run}>
              {words.action}
            </Button>
          </Permitted>
          <Button renderRoot={(rest: object) => <Link href={links.settingsSection('servers')} {...rest} />}>
            {words.servers}
          </Button>
        </div>
      </EmptyState>
      <FailingList overview={overview} />
      <ActivityList activity={overview.activity} />
    </>
  );
}

function NothingThen() {
  const { nothingThen: words } = useText().overview;
  const [, setAt] = useAsOf();
  return (
    <EmptyState title={words.title} reason={words.reason}>
      <Button onClick={() => setAt(undefined)}>{words.action}</Button>
    </EmptyState>
  );
}

/** In the places that it will have. */
function OverviewSkeleton() {
  const text = useText();
  return (
    <div className={classes['room']} role="status" aria-label={text.ui.loading}>
      <div className={classes['skeletonRow']}>
        <SkeletonRows rows={3} />
      </div>
      <div className={classes['columns']}>
        <div className={classes['skeleton']}>
          <SkeletonRows rows={16} />
        </div>
        <div className={classes['skeleton']}>
          <SkeletonRows rows={16} />
        </div>
      </div>
    </div>
  );
}

/** Remembers that this person looks, for as long as the page is in front. */
function useLooking(now: number): void {
  useEffect(() => {
    if (document.visibilityState === 'visible') lookAt(now);
  }, [now]);
}
