import { Modal } from '@mantine/core';
import { useText } from '../i18n/catalogue.tsx';
import { Keys } from '../ui/kbd.tsx';
import { useOverlays } from './overlays.ts';
import classes from './shortcut-sheet.module.css';
import { scopes, useActiveShortcuts } from './shortcuts.ts';

/** What can be pressed now, by where it counts. */
export function ShortcutSheet() {
  const text = useText();
  const opened = useOverlays((state) => state.shortcuts);
  const active = useActiveShortcuts();
  return (
    <Modal
      opened={opened}
      onClose={() => useOverlays.setState({ shortcuts: false })}
      title={text.shell.shortcuts.title}
      size={720}
    >
      <div className={classes['groups']}>
        {scopes.toReversed().map((scope) => {
          const own = active.filter((shortcut) => shortcut.scope === scope);
          if (own.length === 0) return null;
          return (
            <section key={scope} className={classes['group']}>
              <h3 className={classes['title']}>{text.shell.shortcuts.scopes[scope]}</h3>
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
      <p className={classes['note']}>{text.shell.shortcuts.resting}</p>
    </Modal>
  );
}
