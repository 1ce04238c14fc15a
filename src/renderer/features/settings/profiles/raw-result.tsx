import { cleanText } from '../../../../shared/clean-text.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { useFormat } from '../../../i18n/format.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { LineView } from './line-view.tsx';
import classes from './trial.module.css';
import type { Trial } from './use-trial.ts';

type Step = Trial['steps'][number];

/** What came, step by step, before anything was made of it. */
export function RawResult({ steps }: { steps: readonly Step[] }) {
  const { profiles: words } = useText();
  if (steps.length === 0) return <EmptyState title={words.noSteps} />;
  return steps.map((step) => <StepResult key={step.name} step={step} />);
}

function StepResult({ step }: { step: Step }) {
  const { profiles: words } = useText();
  const { number } = useFormat();
  const { name, tool, calls, items, tookMs, complete, problems, samples } = step;
  return (
    <Section
      title={cleanText(name)}
      detail={tool === undefined ? words.stepInside : words.stepOf(cleanText(tool))}
    >
      <div className={classes['stepHead']}>
        <StatusMark
          status={complete ? 'ok' : 'warning'}
          label={complete ? words.stepWhole : words.stepPart}
        />
        <span>{words.stepFigures(calls, items, number(tookMs))}</span>
      </div>
      {problems.length > 0 && (
        <ul className={classes['problems']}>
          {problems.map((problem) => (
            <li key={problem}>{cleanText(problem)}</li>
          ))}
        </ul>
      )}
      {samples.map((sample, at) => (
        // Two calls of a step can be alike: their order is what tells them apart.
        <div key={at} className={classes['sample']}>
          <div className={classes['sampleHead']}>
            <code>{cleanText(sample.tool)}</code>
            <span>
              <span className={classes['dim']}>{words.arguments}</span>{' '}
              <code>{cleanText(sample.arguments)}</code>
            </span>
            <span className={classes['dim']}>
              {words.sampleFigures(words.forms[sample.form], number(sample.textLength))}
            </span>
            {sample.isError && <StatusMark status="critical" label={words.sampleFailed} />}
          </div>
          <LineView text={sample.text} label={`${cleanText(name)}: ${words.sample(at + 1)}`} />
          {sample.textLength > sample.text.length && (
            <p className={classes['hint']}>{words.sampleCut(number(sample.text.length))}</p>
          )}
        </div>
      ))}
      {calls > samples.length && (
        <p className={classes['hint']}>{words.samplesMore(calls - samples.length)}</p>
      )}
    </Section>
  );
}
