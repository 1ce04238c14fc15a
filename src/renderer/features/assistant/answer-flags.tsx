import type { ReactNode } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import type { AnswerFlag } from '../../../shared/contract/assistant.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Status } from '../../ui/status-shapes.ts';
import { Disclosure } from './disclosure.tsx';
import classes from './answer.module.css';

/** What there is to know about an answer beside it: calm, one line each, with what it is about behind it. */
export function AnswerFlags({ flags }: { flags: readonly AnswerFlag[] }) {
  const { flags: words } = useText().assistant;
  if (flags.length === 0) return null;
  return (
    <ul className={classes['flags']} aria-label={words.label}>
      {flags.map((flag, at) => (
        // The flags of an answer never change their order.
        <li key={at}>
          <Flag flag={flag} />
        </li>
      ))}
    </ul>
  );
}

function Flag({ flag }: { flag: AnswerFlag }) {
  const { flags: words } = useText().assistant;
  switch (flag.is) {
    case 'instructions-in-data':
      return (
        <Line status="warning" label={words.instructions(cleanText(flag.where))} more={words.showText}>
          <Quoted texts={[flag.excerpt]} />
        </Line>
      );
    case 'unsupported':
      return (
        <Line status="info" label={words.unsupported(flag.sentences.length)} more={words.showSentences}>
          <Quoted texts={flag.sentences} />
        </Line>
      );
    case 'uncited':
      return <Line status="warning" label={words.uncited(flag.sentences)} />;
    case 'limit':
      return <Line status="info" label={words.limit(cleanText(flag.reason))} />;
    case 'model-lost':
      return <Line status="warning" label={words.modelLost(cleanText(flag.reason))} />;
    case 'history-left-out':
      return <Line status="info" label={words.historyLeftOut(flag.messages)} />;
    case 'taken-out':
      return (
        <Line
          status={flag.what === 'secret' ? 'warning' : 'info'}
          label={words.takenOut[flag.what](flag.count)}
        />
      );
  }
}

function Line(props: { status: Status; label: string; more?: string; children?: ReactNode }) {
  return (
    <>
      <StatusMark status={props.status} label={props.label} wrap />
      {props.more !== undefined && <Disclosure label={props.more}>{props.children}</Disclosure>}
    </>
  );
}

function Quoted({ texts }: { texts: readonly string[] }) {
  return texts.map((text) => (
    <blockquote key={text} className={classes['quoted']} dir="auto">
      {text.split('\n').map(cleanText).join('\n')}
    </blockquote>
  ));
}
