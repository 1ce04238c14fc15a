import { Tooltip } from '@mantine/core';
import { Link } from 'wouter';
import type { OverviewDomain, OverviewFigure, OverviewFilling } from '../../../shared/contract/overview.ts';
import { severities } from '../../../shared/model/severity.ts';
import { links } from '../../app/links.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { EntityLink } from '../../ui/entity-link.tsx';
import { Unknown } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import classes from './overview.module.css';
import { figureText, isWrong } from './figure-text.ts';

/** One row a domain: what there is, how full and how well it is, what is wrong. */
export function EstateTable({ domains }: { domains: readonly OverviewDomain[] }) {
  const text = useText();
  const words = text.overview.estate;
  return (
    <Section title={words.title}>
      <div className={classes['scroll']}>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{words.domain}</th>
              <th scope="col">{words.objects}</th>
              <th scope="col">{words.capacity}</th>
              <th scope="col">{words.filling}</th>
              <th scope="col">{words.findings}</th>
            </tr>
          </thead>
          <tbody>
            {domains.map((domain) => (
              <tr key={domain.domain}>
                <th scope="row">
                  {domain.document === undefined ? (
                    words.domains[domain.domain]
                  ) : (
                    <Link href={links.document(domain.document)}>{words.domains[domain.domain]}</Link>
                  )}
                  {domain.simulated && <span className={classes['simulated']}>{words.simulated}</span>}
                </th>
                <td>
                  <ul className={classes['inline']}>
                    {domain.kinds.map(({ kind, count }) => (
                      <li key={kind}>
                        <Link className={classes['plain'] ?? ''} href={links.inventoryFilter(`kind:${kind}`)}>
                          {words.kind(kind, count)}
                        </Link>
                      </li>
                    ))}
                  </ul>
                </td>
                <td>
                  <dl className={classes['figures']}>
                    {domain.figures.map((figure) => (
                      <Figure key={figure.key} figure={figure} />
                    ))}
                  </dl>
                </td>
                <td>
                  <Filling filling={domain.filling} />
                </td>
                <td>
                  <ul className={classes['marks']}>
                    {severities
                      .filter((severity) => domain.findings[severity] > 0)
                      .map((severity) => (
                        <li key={severity}>
                          <Link
                            className={classes['plain'] ?? ''}
                            href={links.inventoryFilter(
                              `kind:finding ruleDomain:${domain.domain} severity:${severity}`,
                            )}
                          >
                            <SeverityMark severity={severity} count={domain.findings[severity]} />
                          </Link>
                        </li>
                      ))}
                    {severities.every((severity) => domain.findings[severity] === 0) && (
                      <li className={classes['dim']}>{words.none}</li>
                    )}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Figure({ figure }: { figure: OverviewFigure }) {
  const text = useText();
  const format = useFormat();
  const { value, detail } = figureText(figure, text, format);
  const wrong = isWrong(figure);
  const number = (
    <span className={classes['number']} data-wrong={wrong || undefined}>
      {wrong && <span aria-hidden>▲ </span>}
      {value}
    </span>
  );
  return (
    <div className={classes['figure']}>
      <dt>{text.overview.figures[figure.key]}</dt>
      <dd>
        {figure.unknown !== undefined ? (
          <Unknown reason={figure.unknown} />
        ) : (
          <Tooltip label={detail} disabled={detail === undefined}>
            {figure.filter === undefined ? (
              <span tabIndex={detail === undefined ? undefined : 0}>{number}</span>
            ) : (
              <Link className={classes['plain'] ?? ''} href={links.inventoryFilter(figure.filter)}>
                {number}
              </Link>
            )}
          </Tooltip>
        )}
      </dd>
    </div>
  );
}

function Filling({ filling }: { filling: OverviewFilling }) {
  const text = useText();
  const words = text.overview.filling;
  switch (filling.is) {
    case 'full':
      return (
        <span className={classes['filling']}>
          <EntityLink id={filling.entity.id} name={filling.entity.name} />
          <span className={classes['number']} data-wrong>
            ▲ {words.full}
          </span>
        </span>
      );
    case 'days': {
      const whole = (value: number) => Math.floor(value);
      return (
        <span className={classes['filling']}>
          <EntityLink id={filling.entity.id} name={filling.entity.name} />
          <Tooltip
            label={words.range(
              whole(filling.earliestDays),
              filling.latestDays === undefined ? undefined : whole(filling.latestDays),
            )}
          >
            <span tabIndex={0}>{words.days(whole(filling.days))}</span>
          </Tooltip>
        </span>
      );
    }
    case 'none':
      return <Unknown reason={words[filling.reason]} />;
    default:
      return filling satisfies never;
  }
}
