import type { ProfileView } from '../../../../shared/contract/profiles.ts';
import type { Catalogue } from '../../../i18n/catalogue.tsx';
import type { Status } from '../../../ui/status-shapes.ts';

const statuses: Readonly<Record<ProfileView['state'], Status>> = {
  'in-force': 'ok',
  'not-accepted': 'warning',
  changed: 'warning',
  unusable: 'critical',
};

export function profileStatus(
  { state }: Pick<ProfileView, 'state'>,
  words: Catalogue['profiles'],
): { readonly status: Status; readonly label: string } {
  return { status: statuses[state], label: words.states[state] };
}

/** Whether there is something of it that nobody has accepted. */
export function isOpen({ state, summary }: Pick<ProfileView, 'state' | 'summary'>): boolean {
  if (state === 'unusable' || !summary) return false;
  return state !== 'in-force' || summary.actions.some(({ accepted }) => !accepted);
}
