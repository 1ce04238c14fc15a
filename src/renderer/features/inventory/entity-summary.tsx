import type { OutputOf } from '../../../shared/contract/contract.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { Moment } from '../../ui/moment.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { statusOf } from './cell-text.ts';
import classes from './entity.module.css';

export type EntityData = OutputOf<'inventory.entity'>;

/** A line below the name: what it is, how it is, who says so, how long ago. */
export function EntitySummary({ data }: { data: EntityData }) {
  const { entity, severity, confirmedAt } = data;
  const text = useText();
  const state = stateOf(data);
  return (
    <div className={classes['summary']}>
      <span>{text.kinds.heading(entity.kind)}</span>
      {entity.disappearedAt !== undefined ? (
        <span className={classes['gone']}>
          {text.inventory.disappeared} <Moment at={entity.disappearedAt} />
        </span>
      ) : (
        state && (
          <span>{state.status ? <StatusMark status={state.status} label={state.text} /> : state.text}</span>
        )
      )}
      {severity && entity.kind !== 'finding' && (
        <StatusMark
          status={severity}
          label={text.inventory.findingsCount(Math.max(1, data.findings.length))}
        />
      )}
      {entity.simulated && <span className={classes['simulated']}>{text.inventory.simulated}</span>}
      <span>
        {entity.source}
        {entity.partition !== undefined && ` · ${entity.partition}`}
      </span>
      {confirmedAt !== undefined && (
        <span>
          {text.inventory.confirmed} <Moment at={confirmedAt} />
        </span>
      )}
    </div>
  );
}

const statePaths = [
  'powerState',
  'connectionState',
  'phase',
  'state',
  'operUp',
  'status',
  'ready',
  'accessible',
];

/** What is asked first: is it on, is it up. */
function stateOf({ entity, fields }: EntityData) {
  const attributes = entity.attributes as Readonly<Record<string, unknown>>;
  const path = statePaths.find((one) => typeof attributes[one] === 'string');
  if (path === undefined) return undefined;
  const value = String(attributes[path]);
  const status = statusOf(path, value);
  const title = fields.find((field) => field.path === path)?.title ?? path;
  return { text: `${title.toLowerCase()} ${value}`, ...(status && { status }) };
}
