import { Button, Code } from '@mantine/core';
import type { ContractError } from '../../shared/contract/errors.ts';
import { usePortStatus } from '../app/client-context.tsx';
import { useText } from '../i18n/catalogue.tsx';
import { EmptyState } from './empty-state.tsx';

/** What went wrong, what to do about it, and to try again. */
export function ErrorState({ error, onRetry }: { error: ContractError; onRetry?: () => void }) {
  const text = useText();
  // What was only to be read is read by itself once the application is back; nothing may have been done meanwhile.
  const isLost = usePortStatus().is === 'lost';
  const isAway = isLost && error.code === 'disconnected';
  const reason = isAway ? text.ui.notReadReason : error.hint;
  return (
    <div role="alert">
      <EmptyState title={isAway ? text.ui.notRead : error.message} {...(reason !== undefined && { reason })}>
        {!isAway && <Code>{error.code}</Code>}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {text.ui.tryAgain}
          </Button>
        )}
      </EmptyState>
    </div>
  );
}
