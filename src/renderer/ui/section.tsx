import { useId, type ReactNode } from 'react';
import classes from './section.module.css';

/** A titled part of a screen or panel: a hairline above, the title, what can be done at the right. */
export function Section(props: {
  title: string;
  detail?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={classes['section']} aria-labelledby={id}>
      <div className={classes['head']}>
        <h2 id={id} className={classes['title']}>
          {props.title}
        </h2>
        {props.detail !== undefined && <span className={classes['detail']}>{props.detail}</span>}
        {props.actions !== undefined && <div className={classes['actions']}>{props.actions}</div>}
      </div>
      {props.children}
    </section>
  );
}
