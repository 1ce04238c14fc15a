import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import classes from './remediation.module.css';
import { useStanding } from '../../app/use-standstill.ts';

/** Why nothing runs, for as long as nothing does. */
export function Standstill() {
  const { remediation } = useText();
  const words = remediation.stop;
  const standing = useStanding();
  if (standing?.killSwitch !== undefined) {
    return (
      <div className={classes['standstill']} data-stopped role="status">
        <StatusMark status="critical" label={words.band(standing.killSwitch)} wrap />
        <span className={classes['standstillDetail']}>{words.bandDetail}</span>
      </div>
    );
  }
  if (!standing?.paused) return null;
  const { by, reason } = standing.paused;
  return (
    <div className={classes['standstill']} data-paused role="status">
      <StatusMark status="warning" label={words.pausedBand(by, reason)} wrap />
      <span className={classes['standstillDetail']}>{words.pausedDetail}</span>
    </div>
  );
}
