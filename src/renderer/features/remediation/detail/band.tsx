import type { ReactNode } from 'react';
import { useText } from '../../../i18n/catalogue.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import type { Status } from '../../../ui/status-shapes.ts';
import classes from './detail.module.css';

/** A sentence about how it stands, across all of it, and what is to be done next. */
export function Band(props: { status: Status; next?: string; children: ReactNode }) {
  const { status, next, children } = props;
  const text = useText();
  return (
    <div className={classes['band']} data-status={status} role="status">
      <StatusMark status={status} label="" />
      <div>
        <span className={classes['spoken']}>{text.ui.status[status]}: </span>
        {children}
        {next !== undefined && <p className={classes['next']}>{next}</p>}
      </div>
    </div>
  );
}
