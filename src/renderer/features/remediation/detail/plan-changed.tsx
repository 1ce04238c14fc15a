import { Button } from '@mantine/core';
import type { Facts, Plan } from '../../../../shared/model/plan.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import classes from './detail.module.css';
import { planDifference } from './plan-difference.ts';
import { shortHash } from './short-hash.ts';

/** The plan is another one than was looked at: what is different, and that nothing was approved. */
export function PlanChanged({ seen, now, onAccept }: { seen: Plan; now: Plan; onAccept: () => void }) {
  const { remediation } = useText();
  const words = remediation.changed;
  const { calls, facts } = planDifference(seen, now);
  const isSame = calls.every(({ is }) => is === 'same');
  const shown = (value: Facts[string] | undefined) => (value === undefined ? '–' : JSON.stringify(value));
  return (
    <div className={classes['changed']} role="alert">
      <StatusMark status="warning" label={words.title} wrap />
      <p className={classes['formText']}>
        {words.detail} <code>{shortHash(seen.hash)}</code> → <code>{shortHash(now.hash)}</code>
      </p>
      {isSame && <p className={classes['formText']}>{words.sameCalls}</p>}
      <ul className={classes['difference']} aria-label={words.calls}>
        {calls.map(({ is, text }) => (
          <li key={`${is} ${text}`} data-is={is}>
            <span>{words[is]}</span>
            <code>{text}</code>
          </li>
        ))}
      </ul>
      {facts.length > 0 && (
        <ul className={classes['difference']} aria-label={words.facts}>
          {facts.map(({ name, from, to }) => (
            <li key={name} data-is="new">
              <span>{name}</span>
              <code>
                {shown(from)} → {shown(to)}
              </code>
            </li>
          ))}
        </ul>
      )}
      <Button size="xs" onClick={onAccept}>
        {words.accept}
      </Button>
    </div>
  );
}
