import type { ServerFrame } from '../../shared/contract/frames.ts';
import { createLinkPort } from '../../shared/contract/link-port.ts';
import type { ContractPort } from '../../shared/contract/port.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Peer } from './handler.ts';

/**
 * A port to a dispatcher in the same process: for the command line that opened the store itself, and for tests. What
 * passes is turned into JSON and back and arrives later, in order, so that it behaves like the other transports.
 */
export function createMemoryPort(
  dispatcher: Dispatcher,
  peer: Peer,
  options: { readonly contract?: string } = {},
): ContractPort {
  return createLinkPort({
    ...options,
    open(events) {
      let over = false;
      const later = <T>(deliver: (frame: T) => void) => {
        return (frame: T) => {
          const json = JSON.stringify(frame);
          queueMicrotask(() => {
            if (!over) deliver(JSON.parse(json) as T);
          });
        };
      };
      const connection = dispatcher.connect(
        peer,
        later((frame: ServerFrame) => events.frame(frame)),
      );
      return {
        send: later((frame) => connection.receive(frame)),
        close() {
          over = true;
          connection.close();
        },
      };
    },
  });
}
