import { DomainError } from '../platform/errors.ts';

const longest = 2048;

/**
 * What may be handed to the system's browser: web addresses alone. Anything else could start a program, and addresses
 * come from infrastructure. Credentials in one are never what an operator wrote.
 * @returns the address as it will be opened
 * @throws DomainError address-refused
 */
export function checkExternalAddress(text: string): string {
  const refuse = (why: string) =>
    new DomainError('address-refused', `This address is not opened: ${why}.`, {
      hint: 'Only http and https addresses without a user name lead out of the application.',
    });
  if (text.length > longest) throw refuse(`it is longer than ${longest} characters`);
  if (!URL.canParse(text)) throw refuse('it is no address');
  const { protocol, hostname, username, password, href } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:')
    throw refuse(`expected http or https, it is ${protocol}`);
  if (hostname === '') throw refuse('it names no host');
  if (username !== '' || password !== '') throw refuse('it has a user name or password in it');
  return href;
}
