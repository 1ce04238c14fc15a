import type { OutputOf } from '../../shared/contract/contract.ts';
import { useCall, useEvent, useRefresh } from './use-call.ts';

/** What is known of the language model; read again whenever that changes. Absent: not known yet. */
export function useModel(): OutputOf<'llm.state'> | undefined {
  const refresh = useRefresh();
  useEvent('llm.changed', {}, () => refresh('llm.state'));
  return useCall('llm.state', {}, { staleTime: Number.POSITIVE_INFINITY }).data;
}
