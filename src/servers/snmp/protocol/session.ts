import {
  AuthProtocols,
  createSession,
  createV3Session,
  ErrorStatus,
  ObjectType,
  PrivProtocols,
  ResponseInvalidCode,
  SecurityLevel,
  Version2c,
  Version3,
  type Session,
  type User,
  type Varbind,
} from 'net-snmp';
import type { AuthProtocol, Credentials, PrivacyProtocol, SnmpDevice } from '../device.ts';
import { SnmpFailure } from './snmp-failure.ts';

/** One socket to one device. A request is answered, or fails with an SnmpFailure. */
export interface SnmpSession {
  /** One value for each OID, in their order; what the device does not have says so by its type. */
  get(oids: readonly string[]): Promise<Varbind[]>;
  /** For each OID what follows it, at most `repetitions`. */
  getBulk(oids: readonly string[], repetitions: number): Promise<Varbind[][]>;
  setInteger(oid: string, value: number): Promise<void>;
  /** Whatever is under way fails at once. */
  close(): void;
}

const auth: Readonly<Record<AuthProtocol, AuthProtocols>> = {
  sha: AuthProtocols.sha,
  sha224: AuthProtocols.sha224,
  sha256: AuthProtocols.sha256,
  sha384: AuthProtocols.sha384,
  sha512: AuthProtocols.sha512,
};
const privacy: Readonly<Record<PrivacyProtocol, PrivProtocols>> = {
  aes: PrivProtocols.aes,
  aes256: PrivProtocols.aes256b,
  'aes256-cisco': PrivProtocols.aes256r,
};

export function openSession(device: SnmpDevice, credentials: Credentials): SnmpSession {
  const session = connect(device, credentials);
  let unread: string | undefined;
  let closed = false;
  const waiting = new Set<(failure: SnmpFailure) => void>();
  // What comes and cannot be read answers no request: it is told once the request has waited in vain.
  session.on('error', (error) => {
    unread = error.name === 'ResponseInvalidError' ? 'its answer is no SNMP message' : error.message;
  });
  const asked = <T>(ask: (done: (error: Error | null, answer?: T) => void) => void): Promise<T> =>
    new Promise((resolve, reject) => {
      if (closed) {
        reject(ended());
        return;
      }
      waiting.add(reject);
      ask((error, answer) => {
        waiting.delete(reject);
        if (error !== null) reject(failureOf(error, device, credentials, unread));
        else if (answer === undefined) reject(new SnmpFailure('unfit', 'its answer holds nothing'));
        else resolve(answer);
      });
    });
  return {
    get: (oids) => asked((done) => session.get([...oids], done)),
    async getBulk(oids, repetitions) {
      const answer = await asked<(Varbind | Varbind[])[]>((done) =>
        session.getBulk([...oids], 0, repetitions, done),
      );
      return answer.map((column) => (Array.isArray(column) ? column : [column]));
    },
    async setInteger(oid, value) {
      await asked<Varbind[]>((done) => session.set([{ oid, type: ObjectType.Integer, value }], done));
    },
    close() {
      if (closed) return;
      closed = true;
      for (const reject of waiting) reject(ended());
      session.close();
    },
  };
}

function connect(device: SnmpDevice, credentials: Credentials): Session {
  const { address, port, retries, timeoutMs: timeout } = device;
  const options = {
    port,
    retries,
    timeout,
    transport: address.includes(':') ? ('udp6' as const) : ('udp4' as const),
  };
  if (credentials.version === '2c')
    return createSession(address, credentials.community, { ...options, version: Version2c });
  return createV3Session(address, userOf(credentials), {
    ...options,
    version: Version3,
    context: credentials.context ?? '',
  });
}

function userOf(credentials: Extract<Credentials, { version: '3' }>): User {
  return {
    name: credentials.user,
    level: credentials.privacy === undefined ? SecurityLevel.authNoPriv : SecurityLevel.authPriv,
    authProtocol: auth[credentials.auth.protocol],
    authKey: credentials.auth.password,
    ...(credentials.privacy !== undefined && {
      privProtocol: privacy[credentials.privacy.protocol],
      privKey: credentials.privacy.password,
    }),
  };
}

const ended = () => new SnmpFailure('ended', 'the time for this device is over');

/** The library's own words may repeat a community, so that only those of which it is known that they do not are passed on. */
function failureOf(
  error: Error & { status?: number; code?: number | string },
  { timeoutMs, retries, address, port }: SnmpDevice,
  credentials: Credentials,
  unread: string | undefined,
): SnmpFailure {
  switch (error.name) {
    case 'RequestTimedOutError':
      return new SnmpFailure(
        'silent',
        `${address} port ${port} did not answer ${retries + 1} times ${timeoutMs} ms long${unread === undefined ? '' : ` (${unread})`}: it is off, out of reach, ${credentials.version === '2c' ? 'does not accept this community' : 'or speaks no SNMPv3'} or drops what is too long`,
      );
    case 'RequestFailedError':
      return new SnmpFailure(
        error.status === ErrorStatus.TooBig ? 'unfit' : 'refused',
        `it answered ${ErrorStatus[error.status ?? -1] ?? 'an error'}`,
      );
    case 'ResponseInvalidError':
      return error.code === ResponseInvalidCode.EAuthFailure
        ? new SnmpFailure('refused', `it does not accept the SNMPv3 user: ${error.message}`)
        : new SnmpFailure(
            'unfit',
            `its answer does not fit the request (${ResponseInvalidCode[Number(error.code)] ?? 'unknown'})`,
          );
    default:
      return new SnmpFailure(
        'unfit',
        typeof error.code === 'string' ? `${error.code} for ${address}` : error.message,
      );
  }
}
