import { useText } from '../i18n/catalogue.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/kbd.tsx';
import { useOverlays } from './overlays.ts';
import classes from './shortcut-sheet.module.css';
import { scopes, useActiveShortcuts, type Shortcut } from './shortcuts.ts';

/** What can be pressed now, by where it counts. */
export function ShortcutSheet() {
  const text = useText();
  const opened = useOverlays((state) => state.shortcuts);
  const active = useActiveShortcuts();
  const words = text.shell.shortcuts;
  const isGoTo = ({ keys }: Shortcut) => keys.startsWith('g ');
  const groups = [
    ...scopes.toReversed().map((scope) => ({
      title: words.scopes[scope],
      shortcuts: active.filter((shortcut) => shortcut.scope === scope && !isGoTo(shortcut)),
    })),
    { title: words.goToTitle, shortcuts: active.filter(isGoTo) },
  ];
  return (
    <Dialog
      opened={opened}
      onClose={() => useOverlays.setState({ shortcuts: false })}
      title={words.title}
      size={720}
    >
      <div className={classes['groups']}>
        {groups.map(({ title, shortcuts: own }) => {
          if (own.length === 0) return null;
          return (
            <section key={title} className={classes['group']}>
              <h3 className={classes['title']}>{title}</h3>
              <dl className={classes['list']}>
                {own.map(({ id, keys, label }) => (
                  <div key={id} className={classes['row']}>
                    <dt>{label}</dt>
                    <dd className={classes['keys']}>
                      <Keys keys={keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
      <p className={classes['note']}>{words.resting}</p>
    </Dialog>
  );
}
