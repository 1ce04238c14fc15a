import { chordsOf, isApple, keyName } from './key-names.ts';
import classes from './kbd.module.css';

/** One key as it is printed on the keyboard. */
export function Kbd({ children }: { children: string }) {
  return <kbd className={classes['key']}>{children}</kbd>;
}

/** Keys as `useShortcut` takes them: `mod+k`, `g i`, `?`. */
export function Keys({ keys, inTooltip = false }: { keys: string; inTooltip?: boolean }) {
  const apple = isApple();
  return (
    <span className={classes['keys']} data-in-tooltip={inTooltip || undefined}>
      {chordsOf(keys).map((chord, index) => (
        // The chords of one shortcut never change their order.
        <span key={index} className={classes['chord']}>
          {chord.map((key) => (
            <Kbd key={key}>{keyName(key, apple)}</Kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
