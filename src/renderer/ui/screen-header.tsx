import type { ReactNode } from 'react';
import classes from './screen-header.module.css';

/** Title, what is counted, how fresh it is, and at the right what can be done. */
export function ScreenHeader(props: { title: string; detail?: ReactNode; children?: ReactNode }) {
  return (
    <header className={classes['header']}>
      <h1 className={classes['title']}>{props.title}</h1>
      {props.detail !== undefined && <span className={classes['detail']}>{props.detail}</span>}
      <div className={classes['actions']}>{props.children}</div>
    </header>
  );
}
