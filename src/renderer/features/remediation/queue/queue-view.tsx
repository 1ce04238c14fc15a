import { Button } from '@mantine/core';
import { useRef } from 'react';
import { Link } from 'wouter';
import { links } from '../../../app/links.ts';
import { useLinkState } from '../../../app/use-link-state.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { RemediationPanel } from '../detail/remediation-panel.tsx';
import { QueueList } from './queue-list.tsx';
import classes from './queue.module.css';
import { useQueue } from './use-queue.ts';

/** What somebody has to decide, what runs, what waits; the details of one beside it. */
export function QueueView() {
  const { remediation: words } = useText();
  const [{ id }, change] = useLinkState(['id']);
  const queue = useQueue();
  const panel = useRef<HTMLDivElement>(null);
  const { sections } = queue;
  return (
    <SplitView
      name="remediation"
      initial={720}
      min={420}
      max={1_400}
      panel={
        id !== undefined && (
          <div ref={panel} tabIndex={-1} className={classes['beside']}>
            <RemediationPanel key={id} id={id} onClose={() => change({ id: undefined })} />
          </div>
        )
      }
    >
      {queue.shown < queue.total && (
        <p className={classes['note']} role="status">
          {words.notAllShown(queue.shown, queue.total)}
        </p>
      )}
      {sections === undefined ? (
        queue.error ? (
          <ErrorState error={queue.error} onRetry={() => queue.retry()} />
        ) : (
          <div className={classes['waiting']}>
            <SkeletonRows rows={14} />
          </div>
        )
      ) : sections.length === 0 ? (
        <EmptyState title={words.queueEmpty} reason={words.queueEmptyReason}>
          <div className={classes['ways']}>
            <Button component={Link} href={links.tickets}>
              {words.toTickets}
            </Button>
            <Button component={Link} href={links.inventory}>
              {words.toInventory}
            </Button>
          </div>
        </EmptyState>
      ) : (
        <QueueList
          sections={sections}
          chosen={id}
          onChoose={(next) => change({ id: next })}
          onEnter={() => panel.current?.focus()}
        />
      )}
    </SplitView>
  );
}
