import { Button, Tooltip } from '@mantine/core';
import { Link } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import { links } from '../../app/links.ts';
import { LookingAt } from '../../app/presence/looking-at.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { ExactMoment, Moment, useMomentText } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Status } from '../../ui/status-shapes.ts';
import { usePrinting } from './printing.ts';
import type { Shown } from './section-view.tsx';
import type { DocumentSummary } from './tree-rows.ts';
import { WriteAgain } from './write-again.tsx';
import classes from './page-header.module.css';

/** What this page is, which version of it, how old, from what: and what is to be known before it is believed. */
export function PageHeader(props: {
  document: Shown;
  parents: readonly DocumentSummary[];
  onShowNewest: () => void;
}) {
  const { document, parents } = props;
  const text = useText();
  return (
    <header className={classes['header']}>
      {parents.length > 0 && (
        <p className={classes['parents']}>
          {parents.map(({ id, title }) => (
            <span key={id}>
              <Link href={links.document(id)}>{cleanText(title)}</Link>
              <span aria-hidden> / </span>
            </span>
          ))}
        </p>
      )}
      <h1 className={classes['title']}>{cleanText(document.title)}</h1>
      <p className={classes['meta']}>
        <Tooltip
          disabled={document.versionReason === undefined}
          label={text.documents.versionReason(document.versionReason ?? '')}
        >
          <Link
            href={`${links.document(document.id)}?view=compare&to=${document.version}`}
            className={classes['version'] ?? ''}
          >
            {text.documents.version(document.version)}
          </Link>
        </Tooltip>
        {' · '}
        <PaperMoment at={document.versionAt} />
        {document.refreshedAt !== document.versionAt && (
          <>
            {' · '}
            {text.documents.valuesRead} <PaperMoment at={document.refreshedAt} />
          </>
        )}
        {' · '}
        {text.documents.writtenBy(document.generator, document.generatorVersion)}
      </p>
      <Company subject={document.id} />
      <Sources sources={document.sources} />
      <Banners {...props} />
    </header>
  );
}

/** Who else reads it now is of no interest on paper. */
function Company({ subject }: { subject: string }) {
  return usePrinting() ? null : <LookingAt subject={subject} />;
}

/** On paper nothing stays three minutes ago. */
function PaperMoment({ at }: { at: string }) {
  return usePrinting() ? <ExactMoment at={at} /> : <Moment at={at} />;
}

const sourceStatus: Readonly<Record<NonNullable<Shown['sources'][number]['lastOutcome']>, Status>> = {
  succeeded: 'ok',
  partial: 'warning',
  failed: 'critical',
  cancelled: 'warning',
  interrupted: 'warning',
};

function Sources({ sources }: { sources: Shown['sources'] }) {
  const text = useText();
  if (sources.length === 0) return null;
  return (
    <ul className={classes['sources']} aria-label={text.documents.sources}>
      {sources.map(({ source, domain, completeAt, lastOutcome, simulated }) => (
        <li key={`${source} ${domain}`}>
          <StatusMark
            status={lastOutcome === undefined ? 'unknown' : sourceStatus[lastOutcome]}
            label={`${source} / ${text.documents.domains[domain]}`}
          />{' '}
          <span className={classes['dim']}>
            {completeAt === undefined ? (
              text.documents.sourceNever
            ) : (
              <>
                {text.documents.sourceState.succeeded} <PaperMoment at={completeAt} />
              </>
            )}
            {lastOutcome !== undefined && lastOutcome !== 'succeeded'
              ? `, ${text.documents.sourceState[lastOutcome]}`
              : ''}
          </span>
          {simulated && <span className={classes['simulated']}>{text.documents.simulated}</span>}
        </li>
      ))}
    </ul>
  );
}

function Banners({ document, onShowNewest }: { document: Shown; onShowNewest: () => void }) {
  const text = useText();
  const moment = useMomentText();
  const { at, version, currentVersion, retiredAt, stale } = document;
  const added = stale?.details.filter(({ state }) => state === 'new') ?? [];
  const standing =
    stale?.details.filter(({ state }) => state === 'configuration' || state === 'removed').length ?? 0;
  return (
    <>
      {at !== undefined && (
        <div className={classes['banner']} role="status">
          <StatusMark status="info" label={text.documents.inForce(moment(at).absolute)} wrap />
          <span className={classes['dim']}>{text.documents.inForceHint}</span>
        </div>
      )}
      {at === undefined && version !== currentVersion && (
        <div className={classes['banner']} role="status">
          <StatusMark status="info" label={text.documents.pastVersion(version, currentVersion)} wrap />
          <Button size="xs" onClick={onShowNewest}>
            {text.documents.showNewest}
          </Button>
        </div>
      )}
      {retiredAt !== undefined && (
        <div className={classes['banner']} data-status="warning" role="status">
          <StatusMark status="warning" label={text.documents.retiredBanner} wrap />
          <span className={classes['dim']}>
            {text.documents.retiredSince} <PaperMoment at={retiredAt} />
          </span>
        </div>
      )}
      {stale !== undefined && stale.state !== 'measured' && (
        <div className={classes['banner']} data-status="warning" role="status">
          <StatusMark
            status="warning"
            label={
              stale.state === 'retire' ? text.documents.stale.retire : text.documents.stale.document(standing)
            }
            wrap
          />
          <span className={classes['dim']}>{cleanText(stale.reason)}</span>
          {added.length > 0 && (
            <span className={classes['dim']}>
              {text.documents.stale.newSection}: {added.map(({ title }) => cleanText(title)).join(', ')}
            </span>
          )}
          <WriteAgain
            render={(start) => (
              <Button size="xs" onClick={start}>
                {text.documents.stale.write}
              </Button>
            )}
          />
        </div>
      )}
    </>
  );
}
