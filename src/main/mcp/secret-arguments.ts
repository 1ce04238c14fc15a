import { looksSecret } from '../platform/secrets-redact.ts';

/** An argument of a command line in which a secret may stand: what is before it, what it is called, and itself. */
export interface ArgumentPart {
  readonly prefix: string;
  readonly key: string;
  readonly value: string;
}

/**
 * The forms in which arguments carry values: `--token=x`, `TOKEN=x` (after `-e` of a container runtime),
 * `Authorization: x` (after `--header`), and `x` after `--token`.
 */
export function argumentPart(arg: string, before: string | undefined): ArgumentPart {
  const assigned = /^((-{0,2}[A-Za-z_][\w.-]*)=)(.+)$/s.exec(arg);
  if (assigned) {
    const [, prefix = '', key = '', value = ''] = assigned;
    return { prefix, key, value };
  }
  const header = /^(([A-Za-z][\w-]*):\s*)(\S.*)$/s.exec(arg);
  if (header && !/^[A-Za-z][\w+.-]*:\/\//.test(arg)) {
    const [, prefix = '', key = '', value = ''] = header;
    return { prefix, key, value };
  }
  return { prefix: '', key: before?.startsWith('-') && !before.includes('=') ? before : '', value: arg };
}

/** Whether a literal secret stands in the argument. */
export function isSecretArgument({ key, value }: ArgumentPart): boolean {
  return !value.startsWith('-') && looksSecret(key, value);
}
