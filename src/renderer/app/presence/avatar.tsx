import { initialsOf } from './initials.ts';
import classes from './presence.module.css';

/** A person in two letters; their name stands beside it, or in what it belongs to. */
export function Avatar({ name, away = false }: { name: string; away?: boolean }) {
  return (
    <span
      aria-hidden
      className={classes['avatar']}
      data-away={away || undefined}
      // Drawn, not written: it is no part of what a button is called.
      data-initials={initialsOf(name)}
    />
  );
}
