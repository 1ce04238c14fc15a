import { useCall, useEvent, useRefresh } from '../../app/use-call.ts';

/** One ticket, read again whenever it, or one of its group, may be another. */
export function useTicket(id: string) {
  const refresh = useRefresh();
  const call = useCall('tickets.get', { id });
  useEvent('tickets.changed', {}, ({ ids, more }) => {
    const group = call.data?.group.tickets ?? [];
    if (more || ids.includes(id) || group.some((other) => ids.includes(other.id))) refresh('tickets.get');
  });
  return call;
}
