import { useAsOf } from '../../app/as-of.ts';
import { useClient, usePortStatus } from '../../app/client-context.tsx';
import { useRefresh } from '../../app/use-call.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { useToast } from '../../ui/toast.tsx';
import type { InputOf } from '../../../shared/contract/contract.ts';
import { write, useWriting } from './writing.ts';

/** Starts writing and says how it went. `prevented`: why it cannot be started now. */
export function useWrite(): {
  readonly start: (input: InputOf<'documents.generate'>, after?: () => void) => void;
  readonly busy: boolean;
  readonly prevented?: string;
} {
  const client = useClient();
  const refresh = useRefresh();
  const toast = useToast();
  const text = useText().documents.write;
  const [at] = useAsOf();
  const away = usePortStatus().is !== 'open';
  const busy = useWriting() !== undefined;
  const run = async (input: InputOf<'documents.generate'>, after?: () => void) => {
    const end = await write(client, input);
    if (!end) return;
    refresh('documents.tree', 'documents.show', 'documents.versions', 'documents.source');
    switch (end.is) {
      case 'written': {
        const { created, versioned, refreshed } = end.report.counts;
        const failed = end.report.documents.reduce((sum, { errors }) => sum + errors.length, 0);
        toast({
          message: `${text.done(created, versioned, refreshed)}${failed > 0 ? ` ${text.failed(failed)}` : ''}`,
          status: failed > 0 ? 'warning' : 'ok',
        });
        after?.();
        return;
      }
      case 'cancelled':
        toast({ message: text.cancelled });
        return;
      case 'failed':
        toast({ message: end.error.message, status: 'critical', stays: true });
    }
  };
  return {
    start: (input, after) => void run(input, after),
    busy,
    ...(at !== undefined ? { prevented: text.asOf } : away ? { prevented: text.away } : {}),
  };
}
