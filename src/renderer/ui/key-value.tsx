import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/catalogue.tsx';
import classes from './key-value.module.css';
import { useMomentText } from './moment.tsx';

export interface Fact {
  readonly key: string;
  readonly label: string;
  readonly value: ReactNode;
  /** When the value was observed: told on hover, beside what `source` says. */
  readonly at?: string;
  readonly source?: string;
  /** Names, addresses, ids. */
  readonly mono?: boolean;
}

/** Facts one below the other; each says when it was seen, on hover. */
export function KeyValue({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes['list']}>
      {facts.map((fact) => (
        <div key={fact.key} className={classes['row']}>
          <dt className={classes['label']}>{fact.label}</dt>
          <dd className={classes['value']} data-mono={fact.mono === true || undefined}>
            <Aged fact={fact} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Aged({ fact }: { fact: Fact }) {
  const text = useText();
  const moment = useMomentText();
  if (fact.at === undefined) return fact.value;
  const { relative, absolute } = moment(fact.at);
  return (
    <Tooltip
      label={text.ui.factSeen(relative, absolute, fact.source)}
      events={{ hover: true, focus: false, touch: false }}
    >
      <span className={classes['aged']}>{fact.value}</span>
    </Tooltip>
  );
}
