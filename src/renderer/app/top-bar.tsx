import { MessageSquare, Search } from 'lucide-react';
import { useText } from '../i18n/catalogue.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Keys } from '../ui/kbd.tsx';
import { AppearanceMenu } from './appearance-menu.tsx';
import { AsOfControl } from './as-of-control.tsx';
import { AutomationSwitch } from './automation-switch.tsx';
import { Indicators } from './indicators.tsx';
import { NoticeBell } from './notice-bell.tsx';
import { goToAssistant, openPalette } from './overlays.ts';
import { usePreferences } from './preferences.ts';
import { PresenceButton } from './presence/presence-button.tsx';
import classes from './top-bar.module.css';
import { useStatusFeed } from './use-status.ts';

/** Search, the moment that is shown, what the console is connected to, and the stop of automation: always there. */
export function TopBar() {
  const text = useText();
  const { assistantOpen, set } = usePreferences();
  useStatusFeed();
  return (
    <header className={classes['bar']} aria-label={text.shell.topBar}>
      <button type="button" className={classes['search']} onClick={openPalette}>
        <Search size={14} aria-hidden />
        <span className={classes['prompt']}>{text.shell.search}</span>
        <Keys keys="mod+k" />
      </button>
      <div className={classes['right']}>
        <AsOfControl />
        <span className={classes['line']} aria-hidden />
        <Indicators />
        <span className={classes['line']} aria-hidden />
        <AutomationSwitch />
        <span className={classes['line']} aria-hidden />
        <PresenceButton />
        <NoticeBell />
        <AppearanceMenu />
        <IconButton
          icon={MessageSquare}
          label={text.shell.assistantToggle}
          keys="mod+j"
          pressed={assistantOpen}
          onClick={() => {
            set({ assistantOpen: !assistantOpen });
            if (!assistantOpen) goToAssistant();
          }}
        />
      </div>
    </header>
  );
}
