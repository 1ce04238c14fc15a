/** Without an account, which has its own place, and without a slash at its end. */
export function cleanUrl(text: string): string {
  const url = new URL(text);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
