import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import type { OverviewFreshness } from '../../../shared/contract/overview.ts';
import { links } from '../../app/links.ts';
import type { Catalogue } from '../../i18n/catalogue.tsx';
import { Permitted } from '../../app/permitted.tsx';
import { useText } from '../../i18n/catalogue.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './overview.module.css';
import { useRunNow } from './use-run-now.ts';

/** Which collections did not succeed, since when, why, and what to do about it. Nothing when all did. */
export function FailingList({
  overview: { freshness, unusable },
}: {
  overview: Pick<OutputOf<'overview.read'>, 'freshness' | 'unusable'>;
}) {
  const text = useText();
  const words = text.overview.failing;
  const collect = useRunNow('collection', words.retry, words.started);
  const failing = freshness.filter(
    ({ retired, lastOutcome }) => !retired && lastOutcome !== undefined && lastOutcome !== 'succeeded',
  );
  if (failing.length + unusable.length === 0) return null;
  return (
    <Section
      title={words.title}
      detail={words.stands}
      actions={
        <Permitted method="jobs.run">
          <Button size="xs" loading={collect.isPending} onClick={collect.run}>
            {words.retry}
          </Button>
        </Permitted>
      }
    >
      <ul className={classes['list']}>
        {unusable.map(({ source, state, message }) => (
          <li key={source} className={classes['failing']}>
            <StatusMark status="critical" label={words.states[state]} />
            <span className="mono">{source}</span>
            <span />
            <span className={classes['dim']}>{words.never}</span>
            <span className={classes['why']}>
              {message !== undefined && <span className={classes['error']}>{message}</span>}{' '}
              <span className={classes['dim']}>
                {state === 'untrusted' ? words.hints.trust : words.hints.connection}
              </span>{' '}
              <Link href={links.settingsSection('servers')}>{words.openSource}</Link>
            </span>
          </li>
        ))}
        {alike(failing).map(([one, ...others]) => (
          <li key={`${one.source} ${one.domain}`} className={classes['failing']}>
            <StatusMark
              status={one.lastOutcome === 'partial' ? 'warning' : 'critical'}
              label={text.overview.outcome[one.lastOutcome ?? 'failed']}
            />
            <span className="mono">{one.source}</span>
            <span className={classes['dim']}>
              {[one, ...others].map(({ domain }) => text.overview.estate.domains[domain]).join(', ')}
            </span>
            <span className={classes['dim']}>
              {one.lastCompleteAt === undefined ? (
                words.never
              ) : (
                <>
                  {words.since} <Moment at={one.lastCompleteAt} />
                </>
              )}
              {one.lastRunAt !== undefined && (
                <>
                  , {words.tried} <Moment at={one.lastRunAt} />
                </>
              )}
            </span>
            <span className={classes['why']}>
              {one.lastError && <span className={classes['error']}>{one.lastError.message}</span>}{' '}
              <span className={classes['dim']}>{hintFor(one, text)}</span>{' '}
              <Link href={links.settingsSection('servers')}>{words.openSource}</Link>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What failed for the same reason at once: one line, with all of its domains. */
function alike(failing: readonly OverviewFreshness[]): [OverviewFreshness, ...OverviewFreshness[]][] {
  const groups = Map.groupBy(failing, ({ source, lastOutcome, lastError }) =>
    [source, lastOutcome, lastError?.message].join('\n'),
  );
  return [...groups.values()].flatMap(([first, ...others]) => (first ? [[first, ...others]] : []));
}

function hintFor({ lastError }: OverviewFreshness, text: Catalogue): string {
  const { hints } = text.overview.failing;
  const code = lastError?.code ?? '';
  if (/trust|accept/.test(code)) return hints.trust;
  if (/timeout|timed/.test(code)) return hints.timeout;
  if (/connect|start|spawn|refused|auth|http|closed|server/.test(code)) return hints.connection;
  return hints.default;
}
