import { BookOpen, Search, Settings, Sparkles, X } from 'lucide-react';
import { Link } from 'wouter';
import { links } from '../../app/links.ts';
import { openPalette } from '../../app/overlays.ts';
import { usePanelSize } from '../../app/panel-sizes.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Resizer } from '../../ui/resizer.tsx';
import classes from './assistant-dock.module.css';

const initial = 340;

/** The place of the assistant beside every screen. */
export function AssistantDock() {
  const { shell, ui } = useText();
  const { assistant } = shell;
  const set = usePreferences((state) => state.set);
  const [size, setSize] = usePanelSize('assistant', initial);
  return (
    <aside className={classes['place']} aria-label={assistant.title}>
      <Resizer
        label={ui.resizePanel}
        side="right"
        size={size}
        min={260}
        max={720}
        initial={initial}
        onResize={setSize}
      />
      <div className={classes['dock']} style={{ width: size }}>
        <header className={classes['head']}>
          <h2 className={classes['title']}>{assistant.title}</h2>
          <IconButton
            icon={X}
            label={assistant.close}
            keys="mod+j"
            onClick={() => set({ assistantOpen: false })}
          />
        </header>
        <div className={classes['body']}>
          <Sparkles size={20} aria-hidden className={classes['icon']} />
          <p className={classes['empty']}>{assistant.emptyTitle}</p>
          <p className={classes['reason']}>{assistant.emptyReason}</p>
          <h3 className={classes['meanwhile']}>{assistant.meanwhile}</h3>
          <ul className={classes['ways']}>
            <li>
              <button type="button" className={classes['way']} onClick={openPalette}>
                <Search size={14} aria-hidden />
                {assistant.search}
              </button>
            </li>
            <li>
              <Link href={links.documents} className={classes['way'] ?? ''}>
                <BookOpen size={14} aria-hidden />
                {assistant.documents}
              </Link>
            </li>
            <li>
              <Link href={links.settingsSection('model')} className={classes['way'] ?? ''}>
                <Settings size={14} aria-hidden />
                {assistant.settings}
              </Link>
            </li>
          </ul>
        </div>
      </div>
    </aside>
  );
}
