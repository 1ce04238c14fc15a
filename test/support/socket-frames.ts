import { WebSocket } from 'ws';

/** A bare WebSocket: what came over it, and how it ended. */
export interface FrameSocket {
  readonly frames: Readonly<Record<string, unknown>>[];
  readonly closed: Promise<{ readonly code: number }>;
  send(frame: unknown): void;
  raw(data: string | Buffer): void;
  close(): void;
}

/** @throws the status with which the handshake was refused */
export function openFrameSocket(
  address: string,
  protocols: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Promise<FrameSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, [...protocols], { headers });
    const frames: Record<string, unknown>[] = [];
    const closed = new Promise<{ code: number }>((done) => {
      socket.on('close', (code) => done({ code }));
    });
    socket.on('message', (data: Buffer) => {
      frames.push(JSON.parse(data.toString('utf8')) as Record<string, unknown>);
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      reject(new Error(`refused with ${response.statusCode ?? 0}`));
    });
    socket.on('error', reject);
    socket.on('open', () =>
      resolve({
        frames,
        closed,
        send: (frame) => socket.send(JSON.stringify(frame)),
        raw: (data) => socket.send(data),
        close: () => socket.close(),
      }),
    );
  });
}
