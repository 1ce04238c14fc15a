import type { ContractFailure } from '../../shared/contract/errors.ts';

/** RFC 9457, with the code that programs go by, what to do, and each fault of the input. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly hint?: string;
  readonly faults?: readonly { readonly path: string; readonly message: string }[];
}

export const problemType = 'application/problem+json';

const titles: Readonly<Record<number, string>> = {
  400: 'The request does not fit',
  401: 'A token is needed',
  403: 'Refused',
  404: 'Not found',
  405: 'Not allowed here',
  406: 'Not available in that form',
  409: 'In conflict with what is there',
  413: 'Too large',
  415: 'Not understood in that form',
  421: 'Another server was meant',
  429: 'Too many requests',
  500: 'Failed inside the application',
  501: 'Not available yet',
  503: 'Not available now',
};

export function problem(status: number, failure: ContractFailure): Problem {
  const { code, message, hint, details } = failure;
  return {
    type: `urn:datacenter-docs:${code}`,
    title: titles[status] ?? 'Failed',
    status,
    detail: message,
    code,
    ...(hint === undefined ? {} : { hint }),
    ...(details === undefined || details.length === 0 ? {} : { faults: details }),
  };
}

/** Which status says best what a failure of the contract means. */
export function statusOf(code: string): number {
  switch (code) {
    case 'invalid-input':
    case 'before-history':
    case 'import-unreadable':
      return 400;
    case 'ticket-transition':
    case 'ticket-full':
      return 409;
    case 'unauthorized':
      return 401;
    case 'forbidden':
      return 403;
    case 'too-many-requests':
      return 429;
    case 'not-implemented':
      return 501;
    case 'disconnected':
    case 'not-available':
      return 503;
    default:
      if (code.endsWith('-not-found') || code.startsWith('unknown-')) return 404;
      if (code.endsWith('-conflict') || code.startsWith('already-')) return 409;
      return 500;
  }
}
