import { useState } from 'react';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { activeStates, endedStates } from '../../../../shared/model/remediation.ts';
import { ActionBar } from './action-bar.tsx';
import { ApprovalsView } from './approvals-view.tsx';
import { BlastView } from './blast-view.tsx';
import { ChecksView } from './checks-view.tsx';
import { DecisionView } from './decision-view.tsx';
import { ClaimantBand } from './claimant-band.tsx';
import classes from './detail.module.css';
import { DoubleRun } from './double-run.tsx';
import { Meanwhile } from './meanwhile.tsx';
import { FactsView } from './facts-view.tsx';
import { FeedbackForm } from './feedback-form.tsx';
import { NowBand } from './now-band.tsx';
import { PlanChanged } from './plan-changed.tsx';
import { PlanView } from './plan-view.tsx';
import { RunView } from './run-view.tsx';
import { ScoreView } from './score-view.tsx';
import { SettleForm } from './settle-form.tsx';
import { WhatView } from './what-view.tsx';

/**
 * Everything that somebody has to see before deciding, in the order in which it is asked for: what will happen, with
 * which calls, from what state, why, and what policy says; while it runs, and afterwards, how it went comes first.
 */
export function RemediationDetail({ record, wide = false }: { record: ShownRemediation; wide?: boolean }) {
  // What was looked at is what may be approved: a plan that changes meanwhile has to be looked at anew.
  const [seen, setSeen] = useState(record.plan);
  const changed = seen !== undefined && record.plan !== undefined && seen.hash !== record.plan.hash;
  if (seen === undefined && record.plan !== undefined) setSeen(record.plan);
  const ran = record.journal.length > 0;
  const begun = activeStates.has(record.state) || endedStates.has(record.state);
  const canSettle =
    record.state === 'outcome-unknown' ||
    (activeStates.has(record.state) && record.claimant?.canSettle === true);
  const first = (
    <>
      <NowBand record={record} />
      <ClaimantBand record={record} />
      <DoubleRun record={record} />
      {changed && seen && record.plan && record.state === 'awaiting-approval' && (
        <PlanChanged seen={seen} now={record.plan} onAccept={() => setSeen(record.plan)} />
      )}
      {canSettle && <SettleForm record={record} />}
      {begun && ran && <RunView record={record} />}
      <Meanwhile record={record} />
      <WhatView record={record} />
      <PlanView record={record} />
      <FactsView record={record} />
      <ChecksView record={record} />
      {!begun && ran && <RunView record={record} />}
    </>
  );
  const second = (
    <>
      <DecisionView record={record} />
      <ApprovalsView record={record} />
      <ScoreView record={record} />
      <BlastView id={record.target} name={record.targetName} />
      <FeedbackForm record={record} />
    </>
  );
  return (
    <div className={classes['whole']}>
      <div className={classes['scroller']}>
        {wide ? (
          <div className={classes['columns']}>
            <div className={classes['column']}>{first}</div>
            <div className={classes['column']}>{second}</div>
          </div>
        ) : (
          <>
            {first}
            {second}
          </>
        )}
      </div>
      <ActionBar record={record} planChanged={changed} />
    </div>
  );
}
