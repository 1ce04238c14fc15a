import type { TlsTrust } from '../shared/tls-trust.ts';

/** One Redfish service that this server may ask, as the file of devices says it: a BMC, or a storage system. */
export interface RedfishDevice {
  readonly name: string;
  /** `https://…`, without a path. */
  readonly origin: URL;
  readonly trust: TlsTrust;
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
  /** Requests to it under way at once: BMCs are small computers. */
  readonly connections: number;
  readonly site?: string;
  readonly rack?: string;
  readonly role?: string;
  readonly credentials: Credentials;
  /** Absent: this device is only read. */
  readonly writeCredentials?: Credentials;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}
