import type { SecretsKept } from '../../shared/contract/desktop.ts';
import type { Instant } from '../../shared/model/ids.ts';

/** The process around the application: what handlers may ask of it that an `App` does not know. */
export interface Host {
  readonly kind: 'window' | 'server' | 'worker';
  readonly startedAt: Instant;
  /** What only a desktop can do; absent where there is none. */
  readonly desktop?: Desktop;
}

/** Implemented by src/main/electron. */
export interface Desktop {
  /**
   * Opens an https or http address in the system's browser, after the check that it is one.
   * @throws DomainError address-refused
   */
  openExternal(url: string): Promise<void>;
  /**
   * Asks where to, and writes the document as PDF.
   * @returns undefined when the operator cancelled
   * @throws DomainError document-too-large | pdf-failed
   */
  savePdf(document: { readonly title: string; readonly html: string }): Promise<{ path: string } | undefined>;
  startAtLogin(): Promise<boolean>;
  /** @throws DomainError login-item-unavailable */
  setStartAtLogin(on: boolean): Promise<void>;
  keepRunning(): boolean;
  setKeepRunning(on: boolean): Promise<void>;
  secretsKept(): Promise<SecretsKept>;
  /** Addresses that something outside the page wants it to show. @returns what ends it */
  onGoTo(listener: (path: string) => void): () => void;
}
