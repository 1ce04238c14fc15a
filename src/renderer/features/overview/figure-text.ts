import type { OverviewFigure } from '../../../shared/contract/overview.ts';
import { bytes, megahertz, percent } from '../../../shared/format.ts';
import type { Catalogue } from '../../i18n/catalogue.tsx';
import type { Format } from '../../i18n/format.ts';

/** The number of a figure, and from what it follows. */
export function figureText(
  figure: OverviewFigure,
  text: Catalogue,
  format: Format,
): { readonly value: string; readonly detail?: string } {
  const { percent: share, used, total, unit } = figure;
  const amount = (value: number) => {
    switch (unit ?? 'count') {
      case 'bytes':
        return bytes(Math.round(value));
      case 'mhz':
        return megahertz(value);
      case 'units':
        return text.overview.units(value);
      case 'count':
        return format.number(value);
    }
  };
  const detail =
    used !== undefined && total !== undefined
      ? text.overview.figureOf(amount(used), amount(total))
      : undefined;
  const more = detail === undefined ? {} : { detail };
  if (share !== undefined) return { value: percent(share, 0), ...more };
  return { value: used === undefined ? '–' : format.number(used), ...more };
}

const bad = new Set<OverviewFigure['key']>([
  'nodes-not-ready',
  'pods-not-ready',
  'devices-unreachable',
  'links-down',
  'sessions-down',
  'parts-unhealthy',
]);

/** Only what is wrong by itself is marked: how much is too much is for the findings to say. */
export function isWrong({ key, used, percent: share }: OverviewFigure): boolean {
  if (bad.has(key)) return (used ?? 0) > 0;
  return (key === 'memory-headroom' || key === 'requests-headroom') && share !== undefined && share < 0;
}
