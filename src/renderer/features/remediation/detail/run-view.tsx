import { useState, type ReactNode } from 'react';
import { useText } from '../../../i18n/catalogue.tsx';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { milliseconds } from '../../../../shared/format.ts';
import { activeStates } from '../../../../shared/model/remediation.ts';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import type { Status } from '../../../ui/status-shapes.ts';
import { useSeconds } from '../../activity/use-seconds.ts';
import { clockText } from './clock-text.ts';
import classes from './detail.module.css';
import { LogView } from './log-view.tsx';
import {
  runProgress,
  type CallStage,
  type Phase,
  type StageState,
  type VerifyStage,
} from './run-progress.ts';

const stageStatus: Readonly<Record<StageState, Status>> = {
  waiting: 'unknown',
  running: 'info',
  done: 'ok',
  failed: 'critical',
  unknown: 'warning',
  skipped: 'unknown',
};

/** How it goes, step by step while it goes; below it everything that was written down, as it was. */
export function RunView({ record }: { record: ShownRemediation }) {
  const { remediation } = useText();
  const words = remediation.live;
  const active = activeStates.has(record.state);
  const progress = runProgress(record);
  const begun = record.journal.findLast((entry) => entry.is === 'planned' && !entry.dryRun);
  const now = useSeconds(active);
  // Whoever follows it reads its last lines as well: it is not folded away from them as it ends.
  const [followed, setFollowed] = useState(active);
  if (active && !followed) setFollowed(true);
  return (
    <Section
      title={progress ? words.title : words.dryRunTitle}
      detail={
        progress && (
          <>
            {words.progress(progress.made, progress.total)}
            {active && begun && ` · ${words.elapsed(clockText(now - Date.parse(begun.at)))}`}
          </>
        )
      }
    >
      {/* The clocks beside it are not for those who hear it. */}
      <span className={classes['spoken']} role="status">
        {active && remediation.states[record.state]}
      </span>
      {progress && (
        <ol className={classes['stages']}>
          <Stage state={progress.preCheck.state} title={words.preCheck} />
          <PhaseStages phase={progress.run} verifying={words.verify} now={now} active={active} />
          {progress.rollback && (
            <>
              <li className={classes['phase']}>{words.rollback}</li>
              <PhaseStages
                phase={progress.rollback}
                verifying={words.rollbackVerify}
                now={now}
                active={active}
              />
            </>
          )}
        </ol>
      )}
      <LogView record={record} open={followed || !progress} />
    </Section>
  );
}

function PhaseStages(props: { phase: Phase; verifying: string; now: number; active: boolean }) {
  const { phase, verifying, now, active } = props;
  return (
    <>
      {phase.calls.map((stage, step) => (
        // Calls are told apart by where they stand in the plan.
        <CallLine key={step} stage={stage} />
      ))}
      <VerifyLine title={verifying} stage={phase.verify} now={now} active={active} />
    </>
  );
}

function CallLine({ stage }: { stage: CallStage }) {
  const { remediation } = useText();
  const words = remediation.live;
  const { call, returned, state } = stage;
  return (
    <Stage state={state} title={call.does} tool={`${call.source} ${call.tool}`}>
      {returned && returned.result !== 'answered' && (
        <p className={classes['answer']}>
          {words.results[returned.result]}: {returned.excerpt}
        </p>
      )}
      {returned && <div className={classes['took']}>{milliseconds(Math.round(returned.durationMs))}</div>}
    </Stage>
  );
}

function VerifyLine(props: { title: string; stage: VerifyStage; now: number; active: boolean }) {
  const { title, stage, now, active } = props;
  const { remediation } = useText();
  const words = remediation.live;
  const { state, verdict, polls, until } = stage;
  const left = until === undefined ? undefined : Date.parse(until) - now;
  return (
    <Stage state={state} title={title}>
      {verdict && (
        <p className={classes['answer']}>
          {words.verdicts[verdict.is]}: {verdict.text}
        </p>
      )}
      {polls > 0 && (
        <span className={classes['took']}>
          {words.polls(polls)}
          {active &&
            state === 'running' &&
            left !== undefined &&
            ` · ${left > 0 ? words.left(clockText(left)) : words.over}`}
        </span>
      )}
    </Stage>
  );
}

function Stage(props: { state: StageState; title: string; tool?: string; children?: ReactNode }) {
  const { state, title, tool, children } = props;
  const { remediation } = useText();
  return (
    <li className={classes['stage']} data-state={state}>
      <span className={classes['stageState']}>
        <StatusMark status={stageStatus[state]} label={remediation.live.stages[state]} />
      </span>
      <div className={classes['stageBody']}>
        <span className={classes['does']}>{title}</span>
        {tool !== undefined && <code className={classes['dim']}> {tool}</code>}
        {children}
      </div>
    </li>
  );
}
