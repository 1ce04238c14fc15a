import { Tooltip } from '@mantine/core';
import { Eye, EyeOff, X } from 'lucide-react';
import { useText } from '../../i18n/catalogue.tsx';
import { useMomentText } from '../../ui/moment.tsx';
import { useTold, type Looking } from './use-screen-context.ts';
import classes from './composer.module.css';

/** What of the screen goes with the next question, said in words; it can be taken away and put back. */
export function ContextChip({ looking }: { looking: Looking | undefined }) {
  const { context: words } = useText().assistant;
  const moment = useMomentText();
  const { off } = useTold();
  if (looking === undefined) return null;
  const { context, before, words: parts } = looking;
  const when = context.at === undefined ? words.now : words.asOf(moment(context.at).absolute);
  const what = `${parts.join(', ')} · ${when}`;
  if (off) {
    return (
      <div className={classes['chip']} data-off>
        <EyeOff size={12} aria-hidden />
        <span className={classes['chipText']}>{words.removed}</span>
        <button
          type="button"
          className={classes['chipButton']}
          onClick={() => useTold.setState({ off: false })}
        >
          {words.putBack}
        </button>
      </div>
    );
  }
  const line = before ? words.lookedAt(what) : words.lookingAt(what);
  return (
    <div className={classes['chip']}>
      <Eye size={12} aria-hidden />
      <Tooltip label={line}>
        <span className={classes['chipText']} dir="auto">
          {line}
        </span>
      </Tooltip>
      <Tooltip label={words.remove}>
        <button
          type="button"
          className={classes['chipClose']}
          aria-label={words.remove}
          onClick={() => useTold.setState({ off: true })}
        >
          <X size={12} aria-hidden />
        </button>
      </Tooltip>
    </div>
  );
}
