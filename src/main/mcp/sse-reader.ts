/** Cuts a `text/event-stream` into events with a bound on memory, in linear time. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

export interface SseReader {
  push(chunk: string): void;
}

export interface SseReaderPorts {
  /** Bound on one event's data, in characters. */
  readonly maxLength: number;
  readonly onEvent: (event: ServerSentEvent) => void;
  /** How long the server asks us to wait before connecting again, milliseconds. */
  readonly onRetry: (ms: number) => void;
  /** An event was larger than `maxLength`; reading on makes no sense. */
  readonly onTooLarge: () => void;
}

export function createSseReader({ maxLength, onEvent, onRetry, onTooLarge }: SseReaderPorts): SseReader {
  // The unfinished line, joined once when it ends.
  let pieces: string[] = [];
  let length = 0;
  let data: string[] = [];
  let dataLength = 0;
  let event = '';
  let id: string | undefined;
  let skipLineFeed = false;
  let stopped = false;

  const dispatch = () => {
    if (data.length > 0) onEvent({ event: event === '' ? 'message' : event, data: data.join('\n'), id });
    else if (id !== undefined && event === '') onEvent({ event: 'message', data: '', id });
    data = [];
    dataLength = 0;
    event = '';
  };

  const line = (text: string) => {
    if (text === '') {
      dispatch();
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) return;
    const field = colon === -1 ? text : text.slice(0, colon);
    const value = colon === -1 ? '' : text.slice(text[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') {
      data.push(value);
      dataLength += value.length;
    } else if (field === 'event') event = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d{1,9}$/.test(value)) onRetry(Number(value));
  };

  return {
    push(chunk) {
      if (stopped) return;
      let from = skipLineFeed && chunk.startsWith('\n') ? 1 : 0;
      skipLineFeed = false;
      for (;;) {
        const end = nextBreak(chunk, from);
        if (end === -1) break;
        pieces.push(chunk.slice(from, end));
        const whole = pieces.length === 1 ? (pieces[0] ?? '') : pieces.join('');
        pieces = [];
        length = 0;
        line(whole);
        if (dataLength > maxLength) break;
        from = end + 1;
        if (chunk[end] === '\r') {
          if (chunk[from] === '\n') from += 1;
          else if (from === chunk.length) skipLineFeed = true;
        }
      }
      if (from < chunk.length && dataLength <= maxLength) {
        pieces.push(chunk.slice(from));
        length += chunk.length - from;
      }
      if (length + dataLength > maxLength) {
        stopped = true;
        pieces = [];
        data = [];
        onTooLarge();
      }
    },
  };
}

function nextBreak(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  const carriage = text.indexOf('\r', from);
  if (feed === -1) return carriage;
  return carriage === -1 ? feed : Math.min(feed, carriage);
}
