import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { links } from '../../app/links.ts';
import { Permitted } from '../../app/permitted.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import type { Status } from '../../ui/status-shapes.ts';
import classes from './attention.module.css';
import { useRunNow } from './use-run-now.ts';

/** What needs me now, in five numbers. When nothing does, none of them has a colour. */
export function Attention({ overview, past }: { overview: OutputOf<'overview.read'>; past: boolean }) {
  const text = useText();
  const words = text.overview;
  const format = useFormat();
  const write = useRunNow('documents', words.write, words.writing);
  const { approvals, tickets, freshness, unusable, documents, findings } = overview;
  const live = freshness.filter(({ retired }) => !retired);
  const failing = live.filter(({ lastOutcome }) => lastOutcome !== undefined && lastOutcome !== 'succeeded');
  const grave = unusable.length > 0 || failing.some(({ lastOutcome }) => lastOutcome !== 'partial');
  const bad = failing.length + unusable.length;
  const none = live.length + unusable.length === 0;
  const all = findings.critical + findings.warning + findings.info;
  const opened = findings.opened.critical + findings.opened.warning + findings.opened.info;
  const stale = documents.stale;
  return (
    <section className={classes['row']} aria-label={words.attention}>
      <Tile
        label={words.approvals}
        value={format.number(approvals.pending)}
        detail={approvals.pending === 0 ? words.approvalsNone : words.approvalsWait}
        href={links.remediation}
        status={approvals.pending === 0 ? 'ok' : 'info'}
      />
      <Tile
        label={words.tickets}
        value={format.number(tickets.open)}
        detail={tickets.open === 0 ? words.ticketsNone : words.ticketsOpen(tickets.p1, tickets.overdue)}
        href={links.tickets}
        status={tickets.p1 > 0 || tickets.overdue > 0 ? 'critical' : tickets.open > 0 ? 'info' : 'ok'}
      />
      <Tile
        label={words.collections}
        value={none ? '–' : format.number(bad)}
        detail={
          none
            ? words.collectionsNever
            : bad > 0
              ? [...new Set([...unusable, ...failing].map(({ source }) => source))].slice(0, 3).join(', ')
              : live.length === 1
                ? words.collectionsFineOne
                : words.collectionsFine(live.length)
        }
        href={links.activity}
        status={none ? 'unknown' : bad === 0 ? 'ok' : grave ? 'critical' : 'warning'}
      />
      <Tile
        label={words.documents}
        value={stale === undefined ? '–' : format.number(stale)}
        detail={
          stale === undefined
            ? words.documentsUnknown
            : stale === 0
              ? words.documentsFine(documents.total)
              : past
                ? words.documentsNow
                : undefined
        }
        href={links.documents}
        status={stale === undefined ? 'unknown' : stale === 0 ? 'ok' : 'info'}
        action={
          stale !== undefined &&
          stale > 0 &&
          !past && (
            <Permitted method="jobs.run">
              <Button size="xs" loading={write.isPending} onClick={write.run}>
                {words.write}
              </Button>
            </Permitted>
          )
        }
      />
      <Tile
        label={words.findings}
        value={format.number(all)}
        detail={
          all === 0
            ? words.findingsFine
            : `${words.criticalWarning(findings.critical, findings.warning)} · ${words.findingsNew(opened)}`
        }
        href={links.inventoryFilter('kind:finding sort:severity')}
        status={findings.critical > 0 ? 'critical' : findings.warning > 0 ? 'warning' : 'ok'}
      />
    </section>
  );
}

const shapes: Readonly<Record<Status, string>> = {
  ok: '✓',
  info: '●',
  warning: '▲',
  critical: '■',
  unknown: '?',
};

function Tile(props: {
  label: string;
  value: string;
  detail?: string | undefined;
  href: string;
  status: Status;
  action?: ReactNode;
}) {
  const { label, value, detail, href, status, action } = props;
  return (
    <div className={classes['tile']} data-status={status}>
      <Link href={href} className={classes['link'] ?? ''}>
        <span className={classes['label']}>{label}</span>
        <span className={classes['value']}>
          <span aria-hidden className={classes['shape']}>
            {shapes[status]}
          </span>
          {value}
        </span>
        {detail !== undefined && <span className={classes['detail']}>{detail}</span>}
      </Link>
      {action}
    </div>
  );
}
