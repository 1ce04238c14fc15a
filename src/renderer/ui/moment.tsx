import { Tooltip } from '@mantine/core';
import { useNow } from '../app/now.ts';
import { usePreferences } from '../app/preferences.ts';
import { useText } from '../i18n/catalogue.tsx';
import { absoluteTime, relativeTime } from './time-text.ts';

/** How long ago, with the exact time and its zone on hover. */
export function Moment({ at }: { at: string }) {
  const { relative, absolute } = useMomentText()(at);
  return (
    <Tooltip label={absolute}>
      <time dateTime={at}>{relative}</time>
    </Tooltip>
  );
}

/** The exact time with its zone, where the time itself matters; how long ago on hover. */
export function ExactMoment({ at }: { at: string }) {
  const { relative, absolute } = useMomentText()(at);
  return (
    <Tooltip label={relative}>
      <time dateTime={at}>{absolute}</time>
    </Tooltip>
  );
}

/** @returns both ways of saying a moment, in the chosen language and zone */
export function useMomentText(): (at: string) => { readonly relative: string; readonly absolute: string } {
  const now = useNow();
  const { timeZone, language } = usePreferences();
  return (at) => ({
    relative: relativeTime(at, now, language),
    absolute: absoluteTime(at, { timeZone, language }),
  });
}

/** A value that is not known, and why. */
export function Unknown({ reason }: { reason: string }) {
  const text = useText();
  return (
    <Tooltip label={reason}>
      <span tabIndex={0} aria-label={text.ui.unknown(reason)} role="note">
        –
      </span>
    </Tooltip>
  );
}
