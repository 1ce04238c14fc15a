import { useText } from '../i18n/catalogue.tsx';
import classes from './fault-list.module.css';
import { StatusMark } from './status-mark.tsx';

/** What is wrong with a text, and where it stands there, from 1. */
export interface TextFault {
  /** Dotted; empty: the text as a whole. */
  readonly path: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** Each of them as a sentence, the place that it is about, and the way there. */
export function FaultList(props: {
  faults: readonly TextFault[];
  status: 'critical' | 'warning';
  onGoTo?: (line: number) => void;
}) {
  const { faults, status, onGoTo } = props;
  const text = useText();
  return (
    <ul className={classes['faults']}>
      {faults.map(({ path, message, line }) => (
        <li key={`${path} ${line} ${message}`}>
          <StatusMark status={status} label={message} wrap />
          <span className={classes['dim']}>
            <code>{path === '' ? text.ui.wholeText : path}</code>
            {line !== undefined && (
              <>
                {' '}
                <LineLink line={line} {...(onGoTo && { onGoTo })} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A line of the text beside, by its number; pressed, it is shown there. */
export function LineLink({ line, onGoTo }: { line: number; onGoTo?: (line: number) => void }) {
  const text = useText();
  if (!onGoTo) return <span>{text.ui.line(line)}</span>;
  return (
    <button
      type="button"
      className={classes['goTo']}
      aria-label={text.ui.goToLine(line)}
      onClick={() => onGoTo(line)}
    >
      {text.ui.line(line)}
    </button>
  );
}
