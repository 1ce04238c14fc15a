import type { LlmPreset } from '../../shared/model/llm-settings.ts';
import type { KeyPlace } from './api-key.ts';
import type { Llm } from './llm.ts';
import type { ListedModel } from './models.ts';
import type { CapabilityResult, Capability } from './test-connection.ts';
import type { UsageReport } from './usage.ts';

/** The language model as settings, command line and diagnostics see it; who only asks questions needs `Llm`. */
export interface LlmService extends Llm {
  describe(): Promise<LlmDescription>;
  /** Models at the endpoint that is set. @throws LlmError */
  models(signal?: AbortSignal): Promise<readonly ListedModel[]>;
  /** Servers with models on this workstation, looked for at the presets' own addresses. */
  findLocal(signal?: AbortSignal): Promise<readonly LocalServer[]>;
  /**
   * Asks the endpoint that is set for each thing once, whatever the circuit breaker says; what works closes it.
   * @throws LlmError llm-not-configured
   */
  test(options?: {
    readonly signal?: AbortSignal;
    readonly only?: readonly Capability[];
    readonly onResult?: (result: CapabilityResult) => void;
  }): Promise<readonly CapabilityResult[]>;
  usage(days?: number): Promise<UsageReport>;
  /** Keeps the key for the endpoint that is set, in the secret store. @returns the endpoint */
  setKey(value: string): Promise<string>;
  /** @returns false when none was stored for the endpoint that is set */
  removeKey(): Promise<boolean>;
  /** Values that must not stand in any file that leaves: the key. */
  secrets(): Promise<readonly string[]>;
  /** Settings are others now. */
  settingsChanged(): void;
  /** Names of the inventory are others now. */
  namesChanged(): void;
  close(): Promise<void>;
}

export interface LlmDescription {
  readonly configured: boolean;
  readonly preset: LlmPreset;
  readonly endpoint?: string;
  readonly endpointFrom?: 'environment' | 'settings';
  readonly models: { readonly chat?: string; readonly generation?: string; readonly embedding?: string };
  readonly contextTokens?: number;
  readonly key: {
    readonly needed: 'none' | 'optional' | 'needed';
    readonly place?: KeyPlace;
    readonly problem?: string;
  };
  /** Variables of the environment that win over the settings. */
  readonly environment: readonly string[];
  readonly problem?: string;
  readonly running: number;
  readonly waiting: number;
}

export interface LocalServer {
  readonly preset: LlmPreset;
  readonly baseUrl: string;
  readonly models: readonly ListedModel[];
}
