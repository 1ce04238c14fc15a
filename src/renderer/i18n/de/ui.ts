import type { Catalogue } from '../catalogue.tsx';

export const ui: Catalogue['ui'] = {
  loading: 'Wird geladen',
  tryAgain: 'Erneut versuchen',
  unknown: (reason) => `Unbekannt: ${reason}`,
  status: { ok: 'OK', info: 'Hinweis', warning: 'Warnung', critical: 'Kritisch', unknown: 'Unbekannt' },
};
