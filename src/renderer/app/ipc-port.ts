import type { ContractFailure } from '../../shared/contract/errors.ts';
import type { ClientFrame } from '../../shared/contract/frames.ts';
import {
  connectionEvent,
  type BridgeReply,
  type ConnectionState,
  type PageBridge,
} from '../../shared/contract/ipc-bridge.ts';
import {
  createLinkPort,
  type Link,
  type LinkEvents,
  type Reconnection,
} from '../../shared/contract/link-port.ts';
import type { ContractPort } from '../../shared/contract/port.ts';

/** A port over what the desktop's preload exposes. */
export function createIpcPort(
  bridge: PageBridge,
  options: { readonly contract: string; readonly again: Reconnection },
): ContractPort {
  return createLinkPort({ ...options, open: (events) => openLink(bridge, events) });
}

/** The preload numbers and acknowledges by itself; here its answers become the frames that a port is made of. */
function openLink(bridge: PageBridge, events: LinkEvents): Link {
  /** What ends each call and subscription under way. */
  const ends = new Map<number, () => void>();
  const disconnect = bridge.subscribe(connectionEvent, '{}', (text) => {
    const state = JSON.parse(text) as ConnectionState;
    switch (state.is) {
      case 'open': {
        const { contract, version, instance } = state;
        events.frame({ t: 'hello', contract, version, instance });
        return;
      }
      case 'closed':
        events.ended({ again: true, reason: state.reason });
        return;
      default:
        state satisfies never;
    }
  });

  function call({ id, method, input }: ClientFrame & { t: 'call' }): void {
    const asked = bridge.call(method, JSON.stringify(input ?? {}), (progress) =>
      events.frame({ t: 'progress', id, progress: JSON.parse(progress) as unknown }),
    );
    ends.set(id, () => asked.cancel());
    void settle(id, asked.reply);
  }

  async function settle(id: number, reply: Promise<BridgeReply>): Promise<void> {
    const answer = await reply;
    ends.delete(id);
    events.frame(
      answer.ok
        ? { t: 'result', id, output: JSON.parse(answer.output) as unknown }
        : { t: 'failure', id, error: answer.error },
    );
  }

  function subscribe({ id, event, input }: ClientFrame & { t: 'subscribe' }): void {
    const ended = (error: ContractFailure | undefined) => {
      ends.delete(id);
      events.frame({ t: 'ended', id, ...(error && { error }) });
    };
    const end = bridge.subscribe(
      event,
      JSON.stringify(input ?? {}),
      (payload, missed) => events.frame({ t: 'event', id, payload: JSON.parse(payload) as unknown, missed }),
      ended,
    );
    ends.set(id, end);
  }

  function endOne(id: number): void {
    ends.get(id)?.();
    ends.delete(id);
  }

  return {
    send(frame) {
      switch (frame.t) {
        case 'call':
          call(frame);
          return;
        case 'subscribe':
          subscribe(frame);
          return;
        case 'cancel':
        case 'unsubscribe':
          endOne(frame.id);
          return;
        case 'ack':
          return;
        default:
          frame satisfies never;
      }
    },
    close: disconnect,
  };
}
