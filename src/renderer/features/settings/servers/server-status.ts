import type { Source } from '../../../../shared/contract/sources.ts';
import type { Catalogue } from '../../../i18n/catalogue.tsx';
import type { Status } from '../../../ui/status-shapes.ts';

type Words = Catalogue['settings']['servers']['states'];

/** What matters of a server, in one mark: whether it is used at all, whether it may be, whether it can be. */
export function serverStatus(
  { disabled, trust, state }: Pick<Source, 'disabled' | 'trust' | 'state'>,
  words: Words,
): { readonly status: Status; readonly label: string; readonly detail?: string } {
  if (disabled) return { status: 'unknown', label: words.disabled };
  if (trust === 'new') return { status: 'warning', label: words.new };
  const error = 'lastError' in state && state.lastError !== undefined ? { detail: state.lastError } : {};
  if (trust === 'changed') return { status: 'warning', label: words.changed, ...error };
  switch (state.is) {
    case 'connected':
      return { status: 'ok', label: words.connected };
    case 'connecting':
      return { status: 'info', label: words.connecting };
    case 'waiting':
      return { status: 'warning', label: words.waiting, ...error };
    case 'failed':
      return { status: 'critical', label: words.failed, ...error };
    case 'untrusted':
      return { status: 'warning', label: words.changed, ...error };
    case 'disabled':
      return { status: 'unknown', label: words.disabled };
    case 'idle':
      return { status: 'ok', label: words.idle };
  }
}

/** The oldest of its domains: until when everything of it is known. */
export function completeSince({ freshness }: Pick<Source, 'freshness'>): string | undefined {
  if (freshness.length === 0 || freshness.some(({ lastCompleteAt }) => lastCompleteAt === undefined)) {
    return undefined;
  }
  return freshness.map(({ lastCompleteAt }) => lastCompleteAt ?? '').toSorted()[0];
}
