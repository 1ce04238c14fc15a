import { Button } from '@mantine/core';
import { History } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Change } from '../../../shared/model/change.ts';
import type { Instant } from '../../../shared/model/ids.ts';
import type { TimelineEntry } from '../../../shared/model/inventory-query.ts';
import { useAsOf } from '../../app/as-of.ts';
import { links } from '../../app/links.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { ExactMoment, Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { changeText, type ChangeLine } from './change-text.ts';
import type { EntityData } from './entity-summary.tsx';
import classes from './entity.module.css';

const page = 25;

/** What happened to it, newest first: each field's old and new value, who saw it, and a way to that moment. */
export function EntityTimeline({ data, at }: { data: EntityData; at: Instant | undefined }) {
  const { entity } = data;
  const text = useText();
  const [limit, setLimit] = useState(page);
  const [, setAsOf] = useAsOf();
  const {
    data: timeline,
    error,
    refetch,
  } = useCall(
    'inventory.timeline',
    { id: entity.id, limit, ...(at !== undefined && { until: at }) },
    { keepPrevious: true },
  );
  return (
    <Section title={text.inventory.timeline} {...(timeline && { detail: timeline.total })}>
      {!timeline && !error && <SkeletonRows rows={3} />}
      {error && !timeline && <ErrorState error={error} onRetry={() => void refetch()} />}
      <ol className={classes['timeline']}>
        {timeline?.entries.map((entry) => (
          <li key={`${entry.type} ${entry.at}`} className={classes['entry']} data-type={entry.type}>
            <div className={classes['entryHead']}>
              <span className={classes['entryTitle']}>{titleOf(entry, text.inventory)}</span>
              <Moment at={entry.at} />
              <span className={classes['quiet']}>
                <ExactMoment at={entry.at} />
              </span>
              <span className={classes['entryActions']}>
                {entry.type === 'changed' && entry.changes[0] !== undefined && (
                  <Link href={links.run(entry.changes[0].runId)}>
                    {text.inventory.seenBy(entry.changes[0].source)}
                  </Link>
                )}
                {entry.at !== at && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    leftSection={<History size={12} aria-hidden />}
                    onClick={() => setAsOf(entry.at)}
                  >
                    {text.inventory.asItWas}
                  </Button>
                )}
              </span>
            </div>
            {entry.type === 'changed' && <Changes changes={entry.changes} />}
          </li>
        ))}
      </ol>
      {timeline && timeline.total > timeline.entries.length && (
        <button
          type="button"
          className={classes['more']}
          onClick={() => setLimit(Math.min(1000, limit + 100))}
        >
          {text.inventory.showOlder(timeline.total - timeline.entries.length)}
        </button>
      )}
    </Section>
  );
}

function titleOf(entry: TimelineEntry, text: ReturnType<typeof useText>['inventory']): string {
  switch (entry.type) {
    case 'first-seen':
      return text.firstSeen;
    case 'disappeared':
      return text.disappeared;
    case 'returned':
      return text.returned;
    case 'changed':
      return entry.changes.every((change) => change.class === 'placement')
        ? text.moved
        : text.changesCount(entry.changes.length);
    default:
      return entry satisfies never;
  }
}

const mostLines = 8;

function Changes({ changes }: { changes: readonly Change[] }) {
  const text = useText();
  const [all, setAll] = useState(false);
  const fields = changes.map((change) => ({ change, said: changeText(change) }));
  const total = fields.reduce((sum, { said }) => sum + said.lines.length, 0);
  let left = all ? Number.POSITIVE_INFINITY : mostLines;
  return (
    <div className={classes['changes']}>
      {fields.map(({ change, said }) => {
        const lines = said.lines.slice(0, Math.max(0, left));
        left -= said.lines.length;
        if (lines.length === 0) return null;
        return (
          <div key={change.id} className={classes['change']}>
            <span className={classes['changeField']}>
              {said.title}
              {change.class === 'placement' && (
                <span className={classes['quiet']}> {text.inventory.placement}</span>
              )}
            </span>
            <ul className={classes['changeLines']}>
              {lines.map((line, place) => (
                <li key={place}>
                  <Line line={line} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
      {total > mostLines && (
        <button type="button" className={classes['more']} onClick={() => setAll(!all)}>
          {all ? text.inventory.showFewer : text.inventory.showMore(total - mostLines)}
        </button>
      )}
    </div>
  );
}

function Line({ line }: { line: ChangeLine }) {
  const text = useText();
  const was = line.from !== undefined && (
    <del className={classes['was']}>
      {line.what === 'removed' && <span aria-hidden>− </span>}
      {line.from}
    </del>
  );
  const is = line.to !== undefined && (
    <ins className={classes['is']}>
      {line.what === 'added' && <span aria-hidden>+ </span>}
      {line.to}
    </ins>
  );
  return (
    <>
      {line.of !== undefined && <span className={classes['changeOf']}>{line.of}</span>}
      {was}
      {was !== false && is !== false && <span aria-label={text.inventory.became}> → </span>}
      {is}
    </>
  );
}
