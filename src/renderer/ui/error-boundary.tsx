import { Button, Code } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useText } from '../i18n/catalogue.tsx';
import { CopyButton } from './copy-button.tsx';
import { EmptyState } from './empty-state.tsx';
import classes from './error-boundary.module.css';

interface State {
  readonly error: Error | undefined;
  readonly where: string | undefined;
}

const none: State = { error: undefined, where: undefined };

/** A fault in one screen leaves the others standing: what happened, its details to copy, and to try again. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = none;

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)), where: undefined };
  }

  override componentDidCatch(_: unknown, { componentStack }: ErrorInfo) {
    if (componentStack !== null && componentStack !== undefined) this.setState({ where: componentStack });
  }

  /** Looks again: what stands inside is another one now. */
  reset(): void {
    if (this.state.error !== undefined) this.setState(none);
  }

  override render() {
    const { error, where } = this.state;
    if (error === undefined) return this.props.children;
    return <ScreenFault error={error} where={where ?? ''} onRetry={() => this.reset()} />;
  }
}

function ScreenFault({ error, where, onRetry }: { error: Error; where: string; onRetry: () => void }) {
  const text = useText();
  const details = `${error.stack ?? error.message}\n${where}`.trim();
  // A page from before an update asks for parts that are gone.
  const outdated = /dynamically imported module|importing a module script|preload CSS/i.test(error.message);
  return (
    <div role="alert" className={classes['fault']}>
      <EmptyState title={text.ui.screenFailed} reason={outdated ? text.ui.reloadForParts : error.message}>
        <div className={classes['buttons']}>
          <Button variant="filled" onClick={outdated ? () => location.reload() : onRetry}>
            {outdated ? text.ui.reload : text.ui.tryAgain}
          </Button>
          <CopyButton value={details} label={text.ui.copyDetails} />
        </div>
        <details className={classes['details']}>
          <summary>{text.ui.details}</summary>
          <Code block>{details}</Code>
        </details>
      </EmptyState>
    </div>
  );
}
