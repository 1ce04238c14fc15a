import { Button } from '@mantine/core';
import { MessageSquarePlus, PanelLeft } from 'lucide-react';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import { useDocumentTitle } from '../../app/document-title.ts';
import { links } from '../../app/links.ts';
import { goToAssistant } from '../../app/overlays.ts';
import { useCall } from '../../app/use-call.ts';
import { useNarrow } from '../../app/use-narrow.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { CopyLinkButton } from '../../ui/copy-link-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ScreenHeader } from '../../ui/screen-header.tsx';
import { SplitView } from '../../ui/split-view.tsx';
import { ConversationView } from './conversation-view.tsx';
import { newConversation, openConversation, useConversationState } from './conversation-state.ts';
import { History } from './history.tsx';
import { useHistoryOpen } from './history-open.ts';
import { useConversationFeed } from './use-conversation-feed.ts';
import classes from './assistant-screen.module.css';

/** The assistant as a page of its own, with earlier conversations at the side; the open one stands in the address. */
export function AssistantScreen() {
  const { assistant } = useText();
  const [path, navigate] = useLocation();
  const { open } = useConversationState();
  const narrow = useNarrow();
  const [wanted, setWanted] = useHistoryOpen();
  const shown = wanted ?? !narrow;
  useConversationFeed();
  const named = conversationAt(path);
  useEffect(() => {
    if (named !== undefined) openConversation(named);
  }, [named]);
  // A new conversation gets its name while it is asked in, and another one may be begun.
  useEffect(() => {
    const { open: now } = useConversationState.getState();
    if (now !== named)
      navigate(now === undefined ? links.assistant : links.conversation(now), { replace: true });
    // Only when the conversation is another one: the address leads otherwise.
  }, [open]);
  const stored = useCall('assistant.conversation', { id: open ?? '-' }, { enabled: open !== undefined });
  const title = open === undefined ? undefined : cleanText(stored.data?.summary.title ?? '');
  useDocumentTitle(title === '' ? undefined : title);
  return (
    <div className={classes['screen']} data-assistant>
      <ScreenHeader title={assistant.title} {...(title !== undefined && { detail: title })}>
        <IconButton
          icon={PanelLeft}
          label={shown ? assistant.history.hide : assistant.history.open}
          pressed={shown}
          onClick={() => setWanted(!shown)}
        />
        <Button
          leftSection={<MessageSquarePlus size={14} aria-hidden />}
          onClick={() => {
            newConversation();
            goToAssistant();
          }}
        >
          {assistant.newConversation}
        </Button>
        <CopyLinkButton />
      </ScreenHeader>
      <div className={classes['body']}>
        <SplitView
          name="assistant-history"
          side="left"
          initial={272}
          min={200}
          max={480}
          panel={shown && <History onOpen={(id) => navigate(links.conversation(id))} />}
        >
          <ConversationView onHistory={() => setWanted(true)} />
        </SplitView>
      </div>
    </div>
  );
}

function conversationAt(path: string): string | undefined {
  const prefix = `${links.assistant}/`;
  if (!path.startsWith(prefix)) return undefined;
  const rest = path.slice(prefix.length);
  try {
    return decodeURIComponent(rest) || undefined;
  } catch {
    return rest;
  }
}
