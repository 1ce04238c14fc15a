/** A text in which ssh-mcp replaced what it took for a secret is not what stands there: it is unknown. */
export function unmasked(text: string | undefined): string | undefined {
  return text?.includes('[REDACTED:') === true ? undefined : text;
}
