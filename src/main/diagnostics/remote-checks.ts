import type { Settings } from '../../shared/model/settings.ts';
import { messageOf, type Check } from './check.ts';

const probeTimeoutMs = 5_000;

export async function checkCouchDb(settings: Settings | undefined, signal?: AbortSignal): Promise<Check> {
  const url = settings?.couchdb.url;
  if (url === undefined) {
    return {
      name: 'couchdb',
      status: 'not-set',
      detail: 'none set; this workstation keeps its state to itself',
    };
  }
  return probe('couchdb', URL.canParse(url) ? new URL('/_up', url).href : url, {}, signal);
}

async function probe(
  name: string,
  url: string,
  headers: Record<string, string>,
  signal?: AbortSignal,
): Promise<Check> {
  if (!URL.canParse(url)) {
    return {
      name,
      status: 'failed',
      detail: `expected an address that begins with http:// or https://, got "${url}"`,
      hint: 'Correct it in the environment or in config.yaml.',
    };
  }
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  try {
    const response = await fetch(shown, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(probeTimeoutMs), ...(signal ? [signal] : [])]),
    });
    await response.body?.cancel();
    return response.ok
      ? { name, status: 'ok', detail: `${shown.origin} answers` }
      : {
          name,
          status: 'failed',
          detail: `${shown.href} answered ${response.status}`,
          hint: 'Check the address and the credentials.',
        };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      name,
      status: 'failed',
      detail: `${shown.href}: ${messageOf(cause)}`,
      hint: 'Check the address, and that the server runs.',
    };
  }
}
