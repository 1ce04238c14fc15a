/** The subprotocol that both sides speak. */
export const contractProtocol = 'datacenter-docs';

const tokenProtocol = `${contractProtocol}.token.`;

/**
 * What a client offers in its handshake. A browser's WebSocket can send no header of its own, and an address would put
 * the token into logs, so the token travels as an offered protocol that the server never chooses.
 */
export function offeredProtocols(token?: string): string[] {
  return token === undefined ? [contractProtocol] : [contractProtocol, `${tokenProtocol}${token}`];
}

/** The token among offered protocols, as the header has them. */
export function tokenAmong(header: string | undefined): string | undefined {
  return header
    ?.split(',')
    .map((protocol) => protocol.trim())
    .find((protocol) => protocol.startsWith(tokenProtocol))
    ?.slice(tokenProtocol.length);
}
