import { cleanText } from '../../../shared/clean-text.ts';
import type { Hypothesis } from '../../../shared/model/diagnosis.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { EntityLink } from '../../ui/entity-link.tsx';
import { Disclosure } from '../assistant/disclosure.tsx';
import classes from './detail.module.css';
import { Statements } from './statements.tsx';

/** One possible cause: how likely, what at, what speaks for it and against it, and how that was weighed. */
export function HypothesisView({ hypothesis }: { hypothesis: Hypothesis }) {
  const { diagnosis: words } = useText().tickets;
  const { number, percent } = useFormat();
  const { cause, entity, confidence, explained, by } = hypothesis;
  const share = Math.round(confidence * 100);
  return (
    <div className={classes['hypothesis']}>
      <div className={classes['hypothesisHead']}>
        <strong dir="auto">{cleanText(cause)}</strong>
        {entity && <EntityLink id={entity.id} name={entity.name} />}
        {by === 'model' && <span className={classes['tag']}>{words.modelSays}</span>}
        <span className={classes['confidence']}>
          {words.confidence} {percent(share)}
          <span className={classes['meter']} aria-hidden>
            <span style={{ width: `${share}%` }} />
          </span>
        </span>
      </div>
      <Statements title={words.for} statements={hypothesis.for} />
      {hypothesis.against.length === 0 ? (
        <p className={classes['note']}>{words.nothingAgainst}</p>
      ) : (
        <Statements title={words.against} statements={hypothesis.against} />
      )}
      {explained.length > 0 && (
        <Disclosure label={words.explained}>
          <table className={classes['points']}>
            <tbody>
              {explained.map(({ text, points }) => (
                <tr key={text}>
                  <td dir="auto">{cleanText(text)}</td>
                  <td data-number>
                    {points > 0 ? '+' : ''}
                    {number(points, 1)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={classes['note']}>{words.pressed}</p>
        </Disclosure>
      )}
    </div>
  );
}
