import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

/** What this is, why it is empty, and the one thing to do next. */
export function EmptyState(props: { title: string; reason?: string; children?: ReactNode }) {
  return (
    <div className={classes['empty']}>
      <p className={classes['title']}>{props.title}</p>
      {props.reason !== undefined && <p className={classes['reason']}>{props.reason}</p>}
      {props.children}
    </div>
  );
}
