import { VisuallyHidden } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { memo } from 'react';
import { cleanText } from '../../../shared/clean-text.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Moment } from '../../ui/moment.tsx';
import { AnswerView, type AnswerActions } from './answer-view.tsx';
import type { Turn } from './turns.ts';
import classes from './turn.module.css';

/** A question and its answer. Drawn again only when one of its parts is another one. */
export const TurnView = memo(
  function TurnView(props: {
    turn: Turn;
    actions: AnswerActions;
    /** It is being changed in the box. */
    edited: boolean;
    onEdit: (turn: Turn) => void;
  }) {
    const { turn, actions, edited, onEdit } = props;
    const { conversation, answer } = useText().assistant;
    const { question } = turn;
    return (
      <li className={classes['turn']}>
        <div className={classes['question']} data-edited={edited || undefined}>
          <VisuallyHidden component="h2">{conversation.question}</VisuallyHidden>
          <p className={classes['asked']} dir="auto">
            {question.text.split('\n').map(cleanText).join('\n')}
          </p>
          <p className={classes['meta']}>
            <span className={classes['metaText']} dir="auto">
              {question.id === undefined ? conversation.notKept : <Moment at={question.at} />}
              {question.looking.length > 0 && ` · ${question.looking.map(cleanText).join(', ')}`}
            </span>
            <span className={classes['tools']}>
              <IconButton icon={Pencil} size={24} label={answer.edit} onClick={() => onEdit(turn)} />
            </span>
          </p>
        </div>
        <VisuallyHidden component="h2">{conversation.answer}</VisuallyHidden>
        <AnswerView turn={turn} actions={actions} />
      </li>
    );
  },
  (before, after) =>
    before.turn.key === after.turn.key &&
    before.turn.answer === after.turn.answer &&
    before.turn.ask === after.turn.ask &&
    before.turn.question.id === after.turn.question.id &&
    before.turn.question.text === after.turn.question.text &&
    before.edited === after.edited &&
    before.actions === after.actions &&
    before.onEdit === after.onEdit,
);
