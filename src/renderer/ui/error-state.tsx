import { Button, Code } from '@mantine/core';
import type { ContractError } from '../../shared/contract/errors.ts';
import { useText } from '../i18n/catalogue.tsx';
import { EmptyState } from './empty-state.tsx';

/** What went wrong, what to do about it, and to try again. */
export function ErrorState({ error, onRetry }: { error: ContractError; onRetry?: () => void }) {
  const text = useText();
  return (
    <div role="alert">
      <EmptyState title={error.message} {...(error.hint !== undefined && { reason: error.hint })}>
        <Code>{error.code}</Code>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {text.ui.tryAgain}
          </Button>
        )}
      </EmptyState>
    </div>
  );
}
