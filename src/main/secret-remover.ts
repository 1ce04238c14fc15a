import { withoutSecrets } from './llm/secret-text.ts';
import { createRedactor } from './platform/secrets-redact.ts';

/** Takes secrets out of a text: those that are known here, in whatever form, and what looks like one. */
export function secretRemover(known: readonly string[]): (text: string) => string {
  const redactor = createRedactor();
  for (const secret of known) redactor.add(secret);
  return (text) => withoutSecrets(redactor.redact(text));
}
