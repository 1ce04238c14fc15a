import type { Source } from '../../../../shared/contract/sources.ts';
import { useCall, useEvent, useRefresh } from '../../../app/use-call.ts';
import { useText } from '../../../i18n/catalogue.tsx';

export interface AskableServers {
  /** Absent while they are not known. */
  readonly sources: readonly Source[] | undefined;
  /** Those that can be asked something. */
  readonly usable: readonly Source[];
  /** All of them as choices; what cannot be asked says why. */
  readonly choices: readonly { readonly value: string; readonly label: string; readonly disabled: boolean }[];
}

/** Servers that a profile can be tried against, or drafted from. */
export function useAskableServers(): AskableServers {
  const { profiles: words } = useText();
  const refresh = useRefresh();
  const { data } = useCall('sources.list', {});
  useEvent('sources.changed', {}, () => refresh('sources.list'));
  const why = ({ disabled, trust }: Source) =>
    disabled ? words.serverUnusable.disabled : trust === 'accepted' ? undefined : words.serverUnusable[trust];
  const all = data?.sources ?? [];
  return {
    sources: data?.sources,
    usable: all.filter((source) => why(source) === undefined),
    choices: all.map((source) => {
      const reason = why(source);
      return {
        value: source.name,
        label: reason === undefined ? source.name : `${source.name} (${reason})`,
        disabled: reason !== undefined,
      };
    }),
  };
}
