/** The address of this page, or of a place inside the application, without the token that let this window in. */
export function shareableAddress(href?: string): string {
  const address = new URL(href ?? location.href, location.href);
  const hash = new URLSearchParams(address.hash.slice(1));
  if (hash.has('token')) {
    hash.delete('token');
    address.hash = hash.toString();
  }
  address.searchParams.delete('token');
  return address.toString();
}
