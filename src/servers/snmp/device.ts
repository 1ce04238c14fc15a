/** One device that this server may ask, as the file of devices says it. */
export interface SnmpDevice {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** For one answer; asked again `retries` times. */
  readonly timeoutMs: number;
  readonly retries: number;
  readonly site?: string;
  readonly role?: string;
  /** The interface that the device is reached over, where it cannot be told from its addresses. */
  readonly managementInterface?: string;
  /** Interfaces that are never shut down. */
  readonly protectedInterfaces: readonly string[];
  readonly credentials: Credentials;
  /** Absent: this device is only read. */
  readonly writeCredentials?: Credentials;
}

export type Credentials =
  | { readonly version: '2c'; readonly community: string }
  | {
      readonly version: '3';
      readonly user: string;
      readonly context?: string;
      readonly auth: { readonly protocol: AuthProtocol; readonly password: string };
      /** Absent: authNoPriv. */
      readonly privacy?: { readonly protocol: PrivacyProtocol; readonly password: string };
    };

export const authProtocols = ['sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
export type AuthProtocol = (typeof authProtocols)[number];

/** AES-256 has two ways of making its key: Blumenthal's draft (net-snmp) and Reeder's (Cisco). */
export const privacyProtocols = ['aes', 'aes256', 'aes256-cisco'] as const;
export type PrivacyProtocol = (typeof privacyProtocols)[number];
