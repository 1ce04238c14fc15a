/** Takes secrets out of text that people or files will see. */
export interface Redactor {
  add(secret: string): void;
  redact(text: string): string;
}

export const redactedMark = '[redacted]';

/** Shorter values would blank out ordinary words; nothing that short protects anything. */
const minLength = 4;

/** Bounds what rotating secrets can add up to in a process that runs for months. */
const maxNeedles = 4_000;

export function createRedactor(): Redactor {
  const needles = new Set<string>();
  let pattern: RegExp | undefined;

  return {
    add(secret) {
      const before = needles.size;
      // Also the lines of a key file, and the forms in which a value turns up in URLs, JSON and basic authentication.
      const lines = secret.includes('\n') ? secret.split(/\r?\n/).filter((line) => line.length >= 8) : [];
      // A server that fails to connect often prints the password alone.
      const inside = [...secret.matchAll(embeddedPassword)].flatMap((found) => found[2] ?? found[4] ?? []);
      const forms = [secret, secret.trim(), ...lines, ...inside].flatMap((form) => [
        form,
        encodeURIComponent(form),
        JSON.stringify(form).slice(1, -1),
        Buffer.from(form).toString('base64'),
      ]);
      for (const form of forms) if (form.length >= minLength) needles.add(form);
      for (const oldest of needles) {
        if (needles.size <= maxNeedles) break;
        needles.delete(oldest);
      }
      if (needles.size !== before) pattern = undefined;
    },
    redact(text) {
      if (needles.size === 0) return text;
      // Longest first, so that a secret that contains another one goes whole.
      pattern ??= new RegExp(
        [...needles]
          .toSorted((a, b) => b.length - a.length)
          .map((needle) => needle.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`))
          .join('|'),
        'g',
      );
      return text.replace(pattern, redactedMark);
    },
  };
}

/** Names of members whose values are secrets, in environments, headers, arguments and query strings. */
const secretKey =
  /(?:^|[^a-z])(?:token|password|passwd|pass|pwd|pw|passphrase|secret|credential|credentials|authorization|cookie|apikey|bearer|pat)(?:$|[^a-z])|(?:api|access|private|secret|auth|encryption|session|subscription|signing|client|account|license)[-_ ]?key|[^a-z]key$|^key$|(?:^|[^a-z])(?:auth|sig|signature)$/;

/** Text that is a secret whatever it is called: authentication schemes and the prefixes that issuers give tokens. */
const secretValue =
  /^(?:bearer|basic|token)\s+\S{4,}|^(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|hvs\.|eyJ[\w-]+\.[\w-]+\.|AKIA[A-Z0-9]{12})|-----BEGIN [A-Z ]*PRIVATE KEY-----/i;

/**
 * A password inside a longer text: `scheme://user:PASSWORD@host`, and `Password=…` of a connection string. What stands
 * before it, and itself.
 */
export const embeddedPassword =
  /([a-z][a-z0-9+.-]{0,40}:\/\/[^\s/?#:@]{0,400}:)((?!\$\{)[^\s/?#@]+)(?=@)|((?:^|[;\s?&])(?:password|passwd|pwd|accountkey|sharedaccesskey)\s*=\s*)((?!\$\{)[^\s;&'"]+)/gi;

/** Whether a configured value should have been a reference. References themselves never look secret. */
export function looksSecret(key: string, value: string): boolean {
  if (value === '' || /^\s*(?:(?:bearer|basic|token)\s+)?\$\{[^}]+\}\s*$/i.test(value)) return false;
  if (secretValue.test(value) || value.search(embeddedPassword) >= 0) return true;
  // camelCase and SCREAMING_CASE both become words.
  const words = key.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  if (!secretKey.test(words)) return false;
  // A path to a key file, a switch or a number is configuration.
  return (
    !/^(?:true|false|yes|no|on|off|none|\d{1,3})$/i.test(value) &&
    !/(?:file|path|dir|url|name|id)$/.test(words)
  );
}
