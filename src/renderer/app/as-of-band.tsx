import { Button } from '@mantine/core';
import { History } from 'lucide-react';
import { useText } from '../i18n/catalogue.tsx';
import { useMomentText } from '../ui/moment.tsx';
import { useAsOf } from './as-of.ts';
import classes from './band.module.css';

/** Over the whole console while it does not show now: nobody takes the past for the present. */
export function AsOfBand() {
  const { asOf } = useText().shell;
  const [at, setAt] = useAsOf();
  const moment = useMomentText();
  if (at === undefined) return null;
  const { absolute, relative } = moment(at);
  return (
    <div className={classes['band']} data-kind="past" role="status">
      <History size={14} aria-hidden className={classes['icon']} />
      <span className={classes['title']}>{asOf.band(absolute)}</span>
      <span className={classes['detail']}>
        {relative}. {asOf.bandDetail}
      </span>
      <Button size="xs" className={classes['action'] ?? ''} onClick={() => setAt(undefined)}>
        {asOf.backToNow}
      </Button>
    </div>
  );
}
