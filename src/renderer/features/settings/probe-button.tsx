import { Button } from '@mantine/core';
import { useState } from 'react';
import { useClient } from '../../app/client-context.tsx';
import type { OutputOf } from '../../../shared/contract/contract.ts';
import { useText } from '../../i18n/catalogue.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';

const marks = { ok: 'ok', warning: 'warning', failed: 'critical', 'not-set': 'unknown' } as const;

/** Asks the address that is set for a sign of life, and says what came. */
export function ProbeButton({ what, disabled }: { what: 'couchdb'; disabled: boolean }) {
  const client = useClient();
  const { settings: words } = useText();
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<OutputOf<'settings.probe'>>();
  const [problem, setProblem] = useState<string>();
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setResult(await client.settings.probe({ what }));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 8, alignItems: 'flex-start', marginTop: 8 }}>
      <Button loading={busy} disabled={disabled} onClick={() => void run()}>
        {words.probe}
      </Button>
      <div role="status">
        {problem !== undefined && <StatusMark status="critical" label={problem} wrap />}
        {problem === undefined && result && !busy && (
          <StatusMark
            status={marks[result.status]}
            label={`${result.detail} (${result.tookMs} ms)${result.hint === undefined ? '' : ` ${result.hint}`}`}
            wrap
          />
        )}
      </div>
    </div>
  );
}
