import type { OutputOf } from '../../../shared/contract/contract.ts';
import { seconds } from '../../../shared/format.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { FreshnessBadge } from '../../ui/freshness-badge.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './overview.module.css';

/** How old what is shown of each source is, against how old it should be. */
export function FreshnessList({ overview, past }: { overview: OutputOf<'overview.read'>; past: boolean }) {
  const text = useText();
  const words = text.overview.freshness;
  const { freshness, expectedSeconds, nextCollectionAt } = overview;
  return (
    <Section title={words.title} detail={words.expected(seconds(expectedSeconds))}>
      {past && <p className={classes['note']}>{words.pastNote}</p>}
      {freshness.length === 0 ? (
        <p className={classes['note']}>{words.empty}</p>
      ) : (
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{words.source}</th>
              <th scope="col">{words.complete}</th>
              <th scope="col">{words.outcome}</th>
            </tr>
          </thead>
          <tbody>
            {freshness.map((one) => (
              <tr key={`${one.source} ${one.domain}`}>
                <th scope="row">
                  <span className="mono">{one.source}</span>{' '}
                  <span className={classes['dim']}>{text.overview.estate.domains[one.domain]}</span>
                </th>
                <td>
                  <FreshnessBadge
                    {...(one.lastCompleteAt !== undefined && { at: one.lastCompleteAt })}
                    {...(!one.retired && { maxAgeSeconds: 2 * expectedSeconds })}
                    {...(one.ageSeconds !== undefined && { ageSeconds: one.ageSeconds })}
                    {...(one.lastError && { reason: one.lastError.message })}
                  />
                </td>
                <td>
                  {one.running ? (
                    <StatusMark status="info" label={words.running} />
                  ) : one.retired ? (
                    <span className={classes['dim']}>{words.retired}</span>
                  ) : (
                    one.lastOutcome !== undefined && (
                      <StatusMark
                        status={
                          one.lastOutcome === 'succeeded'
                            ? 'ok'
                            : one.lastOutcome === 'partial'
                              ? 'warning'
                              : 'critical'
                        }
                        label={text.overview.outcome[one.lastOutcome]}
                      />
                    )
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!past && (
        <p className={classes['note']}>
          {nextCollectionAt === undefined ? (
            words.nextNone
          ) : (
            <>
              {words.next} <Moment at={nextCollectionAt} />
            </>
          )}
        </p>
      )}
    </Section>
  );
}
