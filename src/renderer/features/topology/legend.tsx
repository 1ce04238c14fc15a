import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { hitShapes } from './hit-shapes.ts';
import classes from './topology-screen.module.css';

/** What the shapes and lines of the picture say. */
export function Legend({ failing }: { failing: boolean }) {
  const text = useText();
  const { legendItems, failure } = text.topology;
  return (
    <ul className={classes['legend']} aria-label={text.topology.legend}>
      <li>
        <span aria-hidden>→</span> {legendItems.arrow}
      </li>
      {failing ? (
        (['failed', 'lost', 'restarts', 'reduced'] as const).map((hit) => (
          <li key={hit} data-hit={hit}>
            <span aria-hidden className={classes['shape']}>
              {hitShapes[hit]}
            </span>{' '}
            {failure.levels[hit]}
          </li>
        ))
      ) : (
        <>
          {(['critical', 'warning', 'info'] as const).map((severity) => (
            <li key={severity}>
              <StatusMark status={severity} />
            </li>
          ))}
          <li>
            <span aria-hidden className={classes['dotted']} /> {legendItems.folded}
          </li>
          <li>
            <span aria-hidden className={classes['dashed']} /> {text.topology.simulated}
          </li>
        </>
      )}
    </ul>
  );
}
