import { Button } from '@mantine/core';
import { Copy, RotateCcw, Search, StickyNote, Ticket } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { cleanText } from '../../../shared/clean-text.ts';
import type { AnswerFlag, AssistantAnswer } from '../../../shared/contract/assistant.ts';
import { links } from '../../app/links.ts';
import { useModel } from '../../app/use-model.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { AnswerFlags } from './answer-flags.tsx';
import { AnswerText } from './answer-text.tsx';
import { isRunning, type Ask } from './asks.ts';
import { CallList } from './call-list.tsx';
import { CitationsProvider, type Citations, type PassageCitation } from './citations-context.ts';
import { CitedPassage } from './cited-passage.tsx';
import { SourceList } from './source-list.tsx';
import type { Turn } from './turns.ts';
import classes from './answer.module.css';

export interface AnswerActions {
  readonly copy: (turn: Turn) => void;
  readonly saveNote: (turn: Turn) => void;
  readonly makeTicket: (turn: Turn) => void;
  readonly retry: (turn: Turn, options?: { withoutModel: boolean }) => void;
}

/** The answer to one question: what was looked at, the text with its sources, and what there is to know about it. */
export function AnswerView({ turn, actions }: { turn: Turn; actions: AnswerActions }) {
  const { answer, ask } = turn;
  const { assistant } = useText();
  const running = answer === undefined ? ask !== undefined && isRunning(ask) : answer.state === 'streaming';
  const calls = answer?.calls ?? ask?.calls ?? [];
  const text = answer?.text ?? ask?.text ?? '';
  const [callsOpen, setCallsOpen] = useState(false);
  const [shownCall, setShownCall] = useState<string>();
  const [passage, setPassage] = useState<PassageCitation>();
  const at = turn.question.context?.at;
  const citations = useMemo(
    (): Citations => ({
      byNumber: new Map(answer?.citations.map((citation) => [citation.number, citation])),
      pending: running,
      at,
      showCall: (id) => {
        setCallsOpen(true);
        setShownCall(id);
      },
      showPassage: setPassage,
    }),
    [answer, running, at],
  );
  return (
    <CitationsProvider value={citations}>
      <div className={classes['answer']} aria-busy={running}>
        {calls.length > 0 && (
          <CallList
            calls={calls}
            open={callsOpen}
            onOpen={(open) => {
              setCallsOpen(open);
              setShownCall(undefined);
            }}
            shown={shownCall}
          />
        )}
        {answer?.unknown === true && (
          <p className={classes['unknown']} title={assistant.answer.unknownHint}>
            <StatusMark status="unknown" label={assistant.answer.unknown} />
          </p>
        )}
        {answer !== undefined && <AnswerFlags flags={answer.flags.filter(isBefore)} />}
        {text !== '' && <AnswerText text={text} streaming={running} />}
        {passage && <CitedPassage citation={passage} onClose={() => setPassage(undefined)} />}
        {running ? <Phase ask={ask} /> : <Ended turn={turn} actions={actions} />}
      </div>
    </CitationsProvider>
  );
}

/** It is about how the text came, so it is said before it. */
function isBefore({ is }: AnswerFlag): boolean {
  return is === 'model-lost';
}

/** What is done right now; it keeps its height, so that nothing moves when it changes. */
function Phase({ ask }: { ask: Ask | undefined }) {
  const { phase } = useText().assistant;
  const word =
    ask === undefined || ask.phase === 'answered' || ask.phase === 'failed' || ask.phase === 'stopped'
      ? phase.elsewhere
      : phase[ask.phase];
  return (
    <p className={classes['phase']}>
      <span className={classes['pulse']} aria-hidden />
      {word}
      {ask !== undefined && ask.restarts > 0 && (
        <span className={classes['dim']}> · {phase.again(ask.restarts)}</span>
      )}
    </p>
  );
}

function Ended({ turn, actions }: { turn: Turn; actions: AnswerActions }) {
  const { answer, ask } = turn;
  const { assistant } = useText();
  const failure = answer?.error ?? (answer === undefined ? ask?.failure : undefined);
  const failed = answer === undefined ? ask?.phase === 'failed' : answer.state === 'failed';
  const stopped = answer === undefined ? ask?.phase === 'stopped' : answer.state === 'stopped';
  const lost = answer?.flags.some(({ is }) => is === 'model-lost') ?? false;
  const text = answer?.text ?? ask?.text ?? '';
  return (
    <>
      {stopped && (
        <p className={classes['dim']}>
          {text !== ''
            ? assistant.answer.stopped
            : answer?.flags.some(({ is }) => is === 'unsupported')
              ? assistant.answer.stoppedUnsupported
              : assistant.answer.stoppedEarly}
        </p>
      )}
      {failed && (
        <div className={classes['failure']} role="alert">
          <StatusMark status="critical" label={failure?.message ?? assistant.answer.failed} wrap />
          {failure?.hint !== undefined && <p>{failure.hint}</p>}
        </div>
      )}
      {answer && <AnswerFlags flags={answer.flags.filter((flag) => !isBefore(flag))} />}
      {answer && answer.citations.length > 0 && <SourceList citations={answer.citations} />}
      <div className={classes['foot']}>
        {answer && text !== '' && <Writer answer={answer} />}
        <span className={classes['tools']}>
          {answer !== undefined && text !== '' && (
            <>
              <IconButton
                icon={Copy}
                size={24}
                label={assistant.answer.copy}
                onClick={() => actions.copy(turn)}
              />
              <IconButton
                icon={StickyNote}
                size={24}
                label={assistant.answer.saveNote}
                onClick={() => actions.saveNote(turn)}
              />
              <IconButton
                icon={Ticket}
                size={24}
                label={assistant.answer.makeTicket}
                onClick={() => actions.makeTicket(turn)}
              />
            </>
          )}
          {!failed && !lost && !stopped && (
            <IconButton
              icon={RotateCcw}
              size={24}
              label={assistant.answer.retry}
              onClick={() => actions.retry(turn)}
            />
          )}
        </span>
      </div>
      {(failed || lost || stopped) && (
        <div className={classes['again']}>
          <Button
            size="xs"
            leftSection={<RotateCcw size={12} aria-hidden />}
            onClick={() => actions.retry(turn)}
          >
            {assistant.answer.retry}
          </Button>
          {(failed || stopped) && answer?.by === 'model' && (
            <Button
              size="xs"
              leftSection={<Search size={12} aria-hidden />}
              onClick={() => actions.retry(turn, { withoutModel: true })}
            >
              {assistant.answer.retrySearch}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** Who says it: a model by its name, or the search; why no model took part stands in the text itself. */
function Writer({ answer }: { answer: AssistantAnswer }) {
  const { answer: words } = useText().assistant;
  const { number } = useFormat();
  const endpoint = useModel();
  const { by, model, durationMs, at, flags } = answer;
  const lost = flags.some(({ is }) => is === 'model-lost');
  return (
    <span className={classes['writer']}>
      {by === 'search'
        ? words.bySearch
        : model === undefined
          ? words.byUnnamedModel
          : lost
            ? words.begunByModel(cleanText(model))
            : words.byModel(cleanText(model))}
      {by === 'search' && endpoint?.configured === false && (
        <>
          {' · '}
          <Link href={links.settingsSection('model')}>{words.setModel}</Link>
        </>
      )}
      {' · '}
      <Moment at={at} />
      {by === 'model' && durationMs !== undefined && ` · ${words.took(number(durationMs / 1000, 1))}`}
    </span>
  );
}
