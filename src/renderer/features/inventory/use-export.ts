import { useRef, useState } from 'react';
import type { InputOf } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/errors.ts';
import { useClient } from '../../app/client-context.tsx';
import { saveFile } from '../../ui/save-file.ts';

export type ExportState =
  | { readonly is: 'idle' }
  | { readonly is: 'running'; readonly done: number; readonly total: number }
  | { readonly is: 'failed'; readonly message: string };

/** Gathers an export piece by piece and hands it to the browser as a file. */
export function useExport(): {
  readonly state: ExportState;
  readonly start: (input: InputOf<'inventory.export'>) => Promise<number | undefined>;
  readonly cancel: () => void;
} {
  const client = useClient();
  const [state, setState] = useState<ExportState>({ is: 'idle' });
  const abort = useRef<AbortController | undefined>(undefined);
  return {
    state,
    cancel: () => abort.current?.abort(),
    start: async (input) => {
      abort.current?.abort();
      const controller = new AbortController();
      abort.current = controller;
      const parts: string[] = [];
      setState({ is: 'running', done: 0, total: 0 });
      try {
        let piece = await client.call('inventory.export', input, { signal: controller.signal });
        for (;;) {
          parts.push(piece.text);
          if (piece.next === undefined) break;
          setState({ is: 'running', done: piece.done, total: piece.total });
          piece = await client.call(
            'inventory.export',
            { ...input, next: piece.next },
            { signal: controller.signal },
          );
        }
        const { total, fileName, mediaType } = piece;
        saveFile(fileName, new Blob(parts, { type: mediaType }));
        setState({ is: 'idle' });
        return total;
      } catch (error) {
        if (error instanceof ContractError && error.code === 'cancelled') setState({ is: 'idle' });
        else setState({ is: 'failed', message: error instanceof Error ? error.message : String(error) });
        return undefined;
      }
    },
  };
}
