import { useText } from '../i18n/catalogue.tsx';
import classes from './status-mark.module.css';
import { statusShapes, type Status } from './status-shapes.ts';

/**
 * A status as colour, shape and word; without a word of its own it says the status. `wrap`: a sentence rather than a
 * word, which may take several lines.
 */
export function StatusMark(props: { status: Status; label?: string; wrap?: boolean }) {
  const { status, label, wrap = false } = props;
  const text = useText();
  return (
    <span className={classes['mark']} data-status={status} data-wrap={wrap || undefined}>
      <span aria-hidden className={classes['shape']}>
        {statusShapes[status]}
      </span>
      {label ?? text.ui.status[status]}
    </span>
  );
}
