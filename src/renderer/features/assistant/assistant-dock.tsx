import { History as HistoryIcon, Maximize2, MessageSquarePlus, X } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import { links } from '../../app/links.ts';
import { goToAssistant } from '../../app/overlays.ts';
import { assistantWidth, usePanelSize } from '../../app/panel-sizes.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Resizer } from '../../ui/resizer.tsx';
import { ConversationView } from './conversation-view.tsx';
import { newConversation, openConversation, useConversationState } from './conversation-state.ts';
import { History } from './history.tsx';
import { useConversationFeed } from './use-conversation-feed.ts';
import { useLooking, useTold } from './use-screen-context.ts';
import classes from './assistant-dock.module.css';

/** The assistant beside every screen. */
export function AssistantDock() {
  const { assistant, ui } = useText();
  const set = usePreferences((state) => state.set);
  const [size, setSize] = usePanelSize('assistant', assistantWidth);
  const [, navigate] = useLocation();
  const { open } = useConversationState();
  const [history, setHistory] = useState(false);
  const looking = useLooking();
  useConversationFeed();
  const stored = useCall('assistant.conversation', { id: open ?? '-' }, { enabled: open !== undefined });
  const title = open === undefined ? undefined : stored.data?.summary.title;
  return (
    <aside className={classes['place']} aria-label={assistant.title} data-assistant>
      <Resizer
        label={ui.resizePanel}
        side="right"
        size={size}
        min={320}
        max={960}
        initial={assistantWidth}
        onResize={setSize}
      />
      <div className={classes['dock']} style={{ width: size }}>
        <header className={classes['head']}>
          <h2 className={classes['title']} dir="auto">
            {history ? assistant.history.title : cleanText(title ?? '') || assistant.title}
          </h2>
          <IconButton
            icon={HistoryIcon}
            label={history ? assistant.backToConversation : assistant.history.open}
            pressed={history}
            onClick={() => setHistory(!history)}
          />
          <IconButton
            icon={MessageSquarePlus}
            label={assistant.newConversation}
            onClick={() => {
              newConversation();
              setHistory(false);
              goToAssistant();
            }}
          />
          <IconButton
            icon={Maximize2}
            label={assistant.openAsPage}
            onClick={() => {
              useTold.setState({ before: looking?.context });
              navigate(open === undefined ? links.assistant : links.conversation(open));
            }}
          />
          <IconButton
            icon={X}
            label={assistant.close}
            keys="mod+j"
            onClick={() => set({ assistantOpen: false })}
          />
        </header>
        {history ? (
          <History
            onOpen={(id) => {
              openConversation(id);
              setHistory(false);
              goToAssistant();
            }}
          />
        ) : (
          <ConversationView onHistory={() => setHistory(true)} />
        )}
      </div>
    </aside>
  );
}
