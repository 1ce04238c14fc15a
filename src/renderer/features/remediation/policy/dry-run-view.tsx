import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { cleanText } from '../../../../shared/clean-text.ts';
import type { PolicyReplay } from '../../../../shared/contract/policy.ts';
import { links } from '../../../app/links.ts';
import { useCall } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonRows } from '../../../ui/loading.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import classes from './policy.module.css';

const permits = { more: 'warning', less: 'ok', other: 'info' } as const;

/** What this text would have decided in the last days, where that is not what was decided. */
export function DryRunView({ text, right }: { text: string; right: boolean }) {
  const { policy } = useText();
  const words = policy.dryRun;
  const [days, setDays] = useState(30);
  const [asked, setAsked] = useState<{ readonly text: string; readonly days: number }>();
  const answer = useCall('policy.dryRun', asked ?? { text, days }, {
    enabled: asked !== undefined,
    keepPrevious: true,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { data, error } = answer;
  return (
    <>
      <Section title={policy.views.dryRun}>
        <p className={classes['text']}>{words.text}</p>
        <div className={classes['ask']}>
          <NumberInput
            label={words.days}
            w={90}
            min={1}
            max={366}
            allowDecimal={false}
            value={days}
            onChange={(value) => typeof value === 'number' && value >= 1 && setDays(Math.min(366, value))}
          />
          <Button disabled={!right} loading={answer.isFetching} onClick={() => setAsked({ text, days })}>
            {words.run(days)}
          </Button>
        </div>
        {!right && <p className={classes['dim']}>{policy.diff.wrong}</p>}
      </Section>
      {asked && error && !data && <ErrorState error={error} onRetry={() => void answer.refetch()} />}
      {asked && !data && !error && <SkeletonRows rows={6} />}
      {asked && data && (
        <Section
          title={words.decided(data.decided)}
          detail={data.decided > 0 && (data.different === 0 ? words.none : words.different(data.different))}
        >
          {asked.text !== text && <StatusMark status="warning" label={words.old} wrap />}
          {data.skipped > 0 && <p className={classes['dim']}>{words.skipped(data.skipped)}</p>}
          {data.decided === 0 && <EmptyState title={words.noDecisions} reason={words.noDecisionsReason} />}
          {data.moves.length > 0 && <Moves moves={data.moves} />}
          {data.items.length > 0 && <Replays items={data.items} />}
          {data.different > data.items.length && (
            <p className={classes['dim']}>{words.listed(data.items.length, data.different)}</p>
          )}
        </Section>
      )}
    </>
  );
}

function Moves({ moves }: { moves: readonly { was: string; would: string; count: number }[] }) {
  const { policy } = useText();
  const words = policy.dryRun;
  const { number } = useFormat();
  const named = (verdict: string) => words.move[verdict] ?? verdict;
  return (
    <table className={classes['table']} aria-label={words.moves}>
      <tbody>
        {moves.map(({ was, would, count }) => (
          <tr key={`${was} ${would}`}>
            <th scope="row">
              {named(was)} → {named(would)}
            </th>
            <td data-number>{number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Replays({ items }: { items: readonly PolicyReplay[] }) {
  const { policy, remediation } = useText();
  const words = policy.dryRun;
  const verdict = ({ is, approvals, typedName }: PolicyReplay['was']) =>
    is === 'needs-approvals' ? words.verdicts[is](approvals, typedName) : words.verdicts[is];
  return (
    <table className={classes['table']} aria-label={words.table}>
      <thead>
        <tr>
          <th scope="col">{words.at}</th>
          <th scope="col">{words.target}</th>
          <th scope="col">{words.was}</th>
          <th scope="col">{words.would}</th>
          <th scope="col">{words.because}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.remediation}>
            <td>
              <Moment at={item.at} />
            </td>
            <th scope="row">
              <Link href={links.remediationOf(item.remediation)}>
                {item.action} {cleanText(item.targetName)}
              </Link>
              {item.outcome !== undefined && <div className={classes['dim']}>{item.outcome}</div>}
            </th>
            <td>{verdict(item.was)}</td>
            <td>
              <StatusMark status={permits[item.permits]} label={verdict(item.would)} wrap />
            </td>
            <td>
              {item.because.map(({ check, text }) => (
                <div key={check}>
                  {remediation.decision.names[check]}: {text}
                </div>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
