import { isIP } from 'node:net';

/** Where a text has IP addresses, networks and hardware addresses. */
const candidates =
  /(?<![\w.:-])(?:(?:(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}|(?:[0-9a-f]{2}:){7}[0-9a-f]{2}|[0-9a-f:]{0,39}:[0-9a-f:]{0,39}:[0-9a-f:.]{0,39})(?![\w:]|\.\d)|(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d))/gi;

const hardware =
  /^(?:(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}|(?:[0-9a-f]{2}:){7}[0-9a-f]{2})$/i;

/** Says nothing about a site: replaced, it would only tear sentences. */
const everybodys = new Set([
  '127.0.0.1',
  '0.0.0.0',
  '::1',
  '::',
  '255.255.255.255',
  '255.255.255.0',
  '255.255.0.0',
  '255.0.0.0',
]);

export function replaceAddresses(text: string, replace: (address: string) => string): string {
  return text.replaceAll(candidates, (found) => {
    // The end of a sentence or of a clause is not the address's.
    const address = found.replace(/[:.]+$/, (end) => (found.endsWith('::') ? end : ''));
    if (everybodys.has(address) || (isIP(address) === 0 && !hardware.test(address))) return found;
    return replace(address) + found.slice(address.length);
  });
}
