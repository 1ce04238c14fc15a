import { memo, useDeferredValue, useEffect, useState } from 'react';
import { chosenValues } from '../../../shared/model/filter-cursor.ts';
import type { InventoryField } from '../../../shared/contract/inventory.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useCall } from '../../app/use-call.ts';
import { SkeletonRows } from '../../ui/loading.tsx';
import { cellText } from './cell-text.ts';
import type { RowsQuestion } from './use-rows.ts';
import { useCellWords } from './use-cell-words.ts';
import classes from './facets-panel.module.css';

/** Counting all values takes longer than a keystroke may: it waits until the typing pauses. */
const pauseMs = 250;

/** What the result consists of; a click narrows it to that. */
export const FacetsPanel = memo(function FacetsPanel(props: {
  question: RowsQuestion;
  filter: string;
  fields: ReadonlyMap<string, InventoryField>;
  onToggle: (path: string, value: string) => void;
}) {
  const { fields, onToggle } = props;
  const text = useText();
  const { number } = useFormat();
  const words = useCellWords();
  const [all, setAll] = useState<string>();
  const { filter, ...settled } = useSettled({ ...props.question, filter: props.filter }, pauseMs);
  const { sort: _sort, limit: _limit, offset: _offset, at: _at, ...query } = settled.query;
  const { data, error, isPlaceholderData } = useCall(
    'inventory.facets',
    {
      query,
      ...(settled.at !== undefined && { at: settled.at }),
      ...(all !== undefined && { limit: 200 }),
    },
    { keepPrevious: true, staleTime: 10_000 },
  );
  const shown = useDeferredValue(data);
  return (
    <aside className={classes['panel']} aria-label={text.inventory.facets} aria-busy={isPlaceholderData}>
      {!shown && !error && <SkeletonRows rows={10} />}
      {error && !shown && <p className={classes['none']}>{error.message}</p>}
      {shown?.facets.length === 0 && <p className={classes['none']}>{text.inventory.noFacets}</p>}
      {shown?.facets.map((facet) => {
        const chosen = new Set(chosenValues(filter, facet.path));
        const field = fields.get(facet.path);
        const most = Math.max(...facet.values.map(({ count }) => count), 1);
        const label = (value: string) => {
          if (!field) return value;
          const typed =
            field.type === 'yes-no' ? value === 'true' : field.type === 'number' ? Number(value) : value;
          return cellText(field, typed, undefined, words).text;
        };
        const values = all === facet.path ? facet.values : facet.values.slice(0, 8);
        const rest = facet.values.length - values.length + facet.more;
        return (
          <section key={facet.path} className={classes['facet']}>
            <h2 className={classes['title']}>{facet.title}</h2>
            <ul className={classes['values']}>
              {values.map(({ value, count }) => (
                <li key={value}>
                  <button
                    type="button"
                    className={classes['value']}
                    aria-pressed={chosen.has(value)}
                    style={
                      {
                        '--share': `${Math.max(2, Math.round((count / most) * 100))}%`,
                      } as React.CSSProperties
                    }
                    onClick={() => onToggle(facet.path, value)}
                  >
                    <span className={classes['label']}>{label(value)}</span>
                    <span className={classes['count']}>{number(count)}</span>
                  </button>
                </li>
              ))}
            </ul>
            {(rest > 0 || all === facet.path) && (
              <button
                type="button"
                className={classes['more']}
                onClick={() => setAll((now) => (now === facet.path ? undefined : facet.path))}
              >
                {all === facet.path ? text.inventory.fewerValues : text.inventory.moreValues(rest)}
              </button>
            )}
          </section>
        );
      })}
    </aside>
  );
});

function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  const key = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(key) as T), ms);
    return () => clearTimeout(timer);
  }, [key, ms]);
  return settled;
}
