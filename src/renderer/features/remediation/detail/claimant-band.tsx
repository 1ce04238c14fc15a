import { cleanText } from '../../../../shared/clean-text.ts';
import type { ShownRemediation } from '../../../../shared/contract/remediation.ts';
import { activeStates } from '../../../../shared/model/remediation.ts';
import { useText } from '../../../i18n/catalogue.tsx';
import { Band } from './band.tsx';

/** Shorter silences are no news: a workstation says something every minute. */
const quietMs = 150_000;

/** While another workstation executes it: which one, whether it is still there, and who asked it to stop. */
export function ClaimantBand({ record }: { record: ShownRemediation }) {
  const { breakGlass: words } = useText();
  const { claim, claimant, state, cancelRequests = [] } = record;
  if (!activeStates.has(state) || claimant === undefined || claimant.here) return null;
  const workstation = claim === undefined ? words.unknownPlace : cleanText(claim.workstation);
  const { silentMs = 0, canSettle } = claimant;
  const silent = silentMs > quietMs;
  return (
    <>
      <Band status={silent ? 'warning' : 'info'} {...(canSettle && { next: words.maySettle })}>
        {silent
          ? words.silent(workstation, words.minutes(Math.floor(silentMs / 60_000)))
          : words.elsewhere(workstation)}
      </Band>
      {cancelRequests.map(({ by, workstation: asked, at, reason }) => (
        <Band key={`${by} ${asked} ${at}`} status="warning">
          {words.stopAsked(cleanText(by), cleanText(asked), cleanText(reason))}
        </Band>
      ))}
    </>
  );
}
