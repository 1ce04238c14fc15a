import { useMemo } from 'react';
import { isEntityKind } from '../../../shared/model/kinds/registry.ts';
import { useNow } from '../../app/now.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { absoluteTime, relativeTime } from '../../ui/time-text.ts';
import type { CellWords } from './cell-text.ts';

/** The same object until the language, the zone or the minute changes, so that rows are drawn again only then. */
export function useCellWords(): CellWords {
  const text = useText();
  const now = useNow();
  const { timeZone, language } = usePreferences();
  return useMemo(() => {
    const relatives = new Map<string, string>();
    const absolutes = new Map<string, string>();
    return {
      yes: text.inventory.yes,
      no: text.inventory.no,
      none: text.inventory.none,
      noReason: text.inventory.noReason,
      unknown: text.ui.unknown,
      lastKnown: text.inventory.lastKnown,
      // Most rows of a table share a handful of moments.
      relative: (at) => {
        let said = relatives.get(at);
        if (said === undefined) {
          said = relativeTime(at, now, language);
          relatives.set(at, said);
        }
        return said;
      },
      absolute: (at) => {
        let said = absolutes.get(at);
        if (said === undefined) {
          said = absoluteTime(at, { timeZone, language });
          absolutes.set(at, said);
        }
        return said;
      },
      kindName: (kind) => (isEntityKind(kind) ? text.kinds.name(kind) : kind),
    };
  }, [text, now, timeZone, language]);
}
