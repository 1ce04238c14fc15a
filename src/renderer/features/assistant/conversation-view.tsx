import { Button } from '@mantine/core';
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useCall } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/loading.tsx';
import { useToast } from '../../ui/toast.tsx';
import { answerMarkdown } from '../../../shared/model/answer-markdown.ts';
import type { AnswerActions } from './answer-view.tsx';
import { forgetAsks, isRunning, stopAsk, useAsks, type Question } from './asks.ts';
import { panelCommand } from './command-list.ts';
import { Composer } from './composer.tsx';
import { draftKey, newConversation, useConversationState, writeDraft } from './conversation-state.ts';
import { FirstQuestions } from './first-questions.tsx';
import { ModelLine } from './model-line.tsx';
import { MakeTicket } from './make-ticket.tsx';
import { SaveNote } from './save-note.tsx';
import { SpokenAnswer } from './spoken-answer.tsx';
import { TurnView } from './turn-view.tsx';
import { keptAsks, turnsOf, type Turn } from './turns.ts';
import { useAsk } from './use-ask.ts';
import { useLooking, useTold } from './use-screen-context.ts';
import { useStickToEnd } from './use-stick-to-end.ts';
import classes from './conversation.module.css';

const noMessages: never[] = [];

/** The open conversation: its questions and answers, and the box for the next one. */
export function ConversationView({ onHistory }: { onHistory: () => void }) {
  const { assistant } = useText();
  const toast = useToast();
  const { open, fresh, drafts } = useConversationState();
  const stored = useCall('assistant.conversation', { id: open ?? '-' }, { enabled: open !== undefined });
  const messages = (open === undefined ? undefined : stored.data?.messages) ?? noMessages;
  const all = useAsks(({ asks }) => asks);
  const asks = useMemo(
    () =>
      all.filter((ask) =>
        open === undefined
          ? ask.conversation === undefined && ask.fresh === fresh
          : ask.conversation === open,
      ),
    [all, open, fresh],
  );
  const turns = useMemo(() => turnsOf(messages, asks), [messages, asks]);
  useEffect(() => forgetAsks(keptAsks(messages, asks)), [messages, asks]);

  const looking = useLooking();
  const { off } = useTold();
  const askQuestion = useAsk();
  const [edited, setEdited] = useState<Turn>();
  const [noted, setNoted] = useState<Turn>();
  const [ticketed, setTicketed] = useState<Turn>();
  const scroll = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { atEnd, goToEnd } = useStickToEnd(scroll, content);
  useEffect(() => {
    setEdited(undefined);
    goToEnd();
  }, [open, fresh, goToEnd]);

  const running = asks.find(isRunning);
  const place = { fresh, ...(open !== undefined && { conversation: open }) };
  const draft = edited === undefined ? draftKey(open) : `edit ${edited.key}`;
  const value = drafts[draft] ?? (edited === undefined ? '' : edited.question.text);
  const type = (text: string) => writeDraft(draft, text);

  const send = (text: string) => {
    const question: Question = {
      text: text.trim(),
      looking: off || looking === undefined ? [] : looking.words,
      ...(!off && looking !== undefined && { context: looking.context }),
      ...(edited?.question.id !== undefined && { replaces: edited.question.id }),
    };
    const replaced = edited?.ask;
    if (replaced) forgetAsks([replaced.key]);
    writeDraft(draft, '');
    setEdited(undefined);
    askQuestion(place, question);
    goToEnd();
  };
  const submit = (text: string) => {
    const command = edited === undefined ? panelCommand(text) : undefined;
    if (command === undefined) {
      send(text);
      return;
    }
    writeDraft(draft, '');
    if (command === 'new') newConversation();
    else if (command === 'history') onHistory();
    else copyLast();
  };
  const copyLast = () => {
    const last = turns.findLast(({ answer }) => answer !== undefined);
    if (last) actions.copy(last);
  };

  const retry = useEffectEvent((turn: Turn, options?: { withoutModel: boolean }) => {
    const { question, ask } = turn;
    if (running) return;
    if (ask) forgetAsks([ask.key]);
    askQuestion(place, {
      text: question.text,
      looking: question.looking,
      ...(question.context && { context: question.context }),
      ...(question.id !== undefined && { replaces: question.id }),
      ...(options?.withoutModel === true && { withoutModel: true }),
    });
    goToEnd();
  });
  const copy = useEffectEvent((turn: Turn) => {
    navigator.clipboard.writeText(markdownOf(turn)).then(
      () => toast({ message: assistant.answer.copied }),
      () => toast({ message: uiRefused, status: 'warning' }),
    );
  });
  const uiRefused = useText().ui.clipboardRefused;
  const actions = useMemo(
    (): AnswerActions => ({
      copy: (turn) => copy(turn),
      saveNote: setNoted,
      makeTicket: setTicketed,
      retry: (turn, options) => retry(turn, options),
    }),
    [],
  );
  const edit = useCallback((turn: Turn) => setEdited(turn), []);
  const last = turns.at(-1);

  return (
    <div className={classes['view']}>
      <div className={classes['room']}>
        <div
          ref={scroll}
          className={classes['scroll']}
          tabIndex={0}
          role="region"
          aria-label={assistant.conversation.label}
        >
          <div ref={content} className={classes['column']}>
            {open !== undefined && stored.isError && turns.length === 0 ? (
              stored.error.code === 'conversation-not-found' ? (
                <EmptyState title={assistant.conversation.gone}>
                  <Button onClick={newConversation}>{assistant.newConversation}</Button>
                </EmptyState>
              ) : (
                <ErrorState error={stored.error} onRetry={() => void stored.refetch()} />
              )
            ) : open !== undefined && stored.isPending && turns.length === 0 ? (
              <SkeletonRows rows={6} />
            ) : turns.length === 0 ? (
              <FirstQuestions looking={off ? undefined : looking} onAsk={send} />
            ) : (
              <ol className={classes['turns']}>
                {turns.map((turn) => (
                  <TurnView
                    key={turn.key}
                    turn={turn}
                    actions={actions}
                    edited={edited?.key === turn.key}
                    onEdit={edit}
                  />
                ))}
              </ol>
            )}
          </div>
        </div>
        {!atEnd && (
          <div className={classes['jump']}>
            <Button size="xs" leftSection={<ArrowDown size={12} aria-hidden />} onClick={goToEnd}>
              {assistant.conversation.toNewest}
            </Button>
          </div>
        )}
      </div>
      <div className={classes['below']}>
        <ModelLine first={turns.length === 0} />
        <Composer
          value={value}
          onChange={type}
          looking={looking}
          running={running === undefined ? 'no' : running.phase === 'stopping' ? 'stopping' : 'yes'}
          editing={edited !== undefined}
          onSend={submit}
          onStop={() => running && stopAsk(running.key)}
          onEditLast={() => last && setEdited(last)}
          onCancelEdit={() => {
            writeDraft(draft, '');
            setEdited(undefined);
          }}
        />
      </div>
      <SpokenAnswer turn={last} />
      {noted && <SaveNote turn={noted} text={markdownOf(noted)} onClose={() => setNoted(undefined)} />}
      {ticketed && <MakeTicket turn={ticketed} conversation={open} onClose={() => setTicketed(undefined)} />}
    </div>
  );
}

function markdownOf({ question, answer }: Turn): string {
  if (answer === undefined) return question.text;
  const { text, citations, by, model, at } = answer;
  return answerMarkdown({
    question: question.text,
    text,
    citations,
    by,
    at,
    ...(model !== undefined && { model }),
  });
}
