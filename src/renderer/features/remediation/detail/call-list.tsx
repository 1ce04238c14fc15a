import type { PlannedCall } from '../../../../shared/model/plan.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import classes from './detail.module.css';

/** Calls of tools in their order: what each does, on what, with every argument. */
export function CallList({ calls }: { calls: readonly PlannedCall[] }) {
  const { remediation } = useText();
  const words = remediation.plan;
  return (
    <ol className={classes['calls']}>
      {calls.map((call, step) => (
        // A plan is never changed in place: its calls are told apart by where they stand.
        <li key={step} className={classes['call']}>
          <div className={classes['callHead']}>
            <span className={classes['does']}>{call.does}</span>
            <span className={classes['tool']}>
              <code>{call.tool}</code> <span className={classes['dim']}>{words.source(call.source)}</span>
            </span>
          </div>
          {call.unlessMetWithinSeconds !== undefined && (
            <p className={classes['unless']}>{words.onlyUnless(call.unlessMetWithinSeconds)}</p>
          )}
          <pre className={classes['arguments']} tabIndex={0} aria-label={words.arguments(call.tool)}>
            {argumentsText(call.arguments)}
          </pre>
        </li>
      ))}
    </ol>
  );
}

/** On one line where that can be read at a glance. */
function argumentsText(args: PlannedCall['arguments']): string {
  const short = JSON.stringify(args);
  return short.length <= 72 ? short : JSON.stringify(args, undefined, 2);
}
