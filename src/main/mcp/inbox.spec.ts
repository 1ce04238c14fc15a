import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { createInbox, idInFragment, type Inbox } from './inbox.ts';

let delivered: JSONRPCMessage[];
let reported: string[];
let inbox: Inbox;

beforeEach(() => {
  delivered = [];
  reported = [];
  inbox = createInbox({
    deliver: (message) => delivered.push(message),
    report: (problem) => reported.push(problem),
  });
});

const ask = (id: number) => inbox.sent({ jsonrpc: '2.0', id, method: 'tools/call', params: {} });
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the inbox', () => {
  it('delivers the answer to a question, once', async () => {
    ask(1);
    inbox.receive('{"jsonrpc":"2.0","id":1,"result":{"a":1}}');
    inbox.receive('{"jsonrpc":"2.0","id":1,"result":{"a":2}}');
    await settled();
    expect(delivered).toEqual([{ jsonrpc: '2.0', id: 1, result: { a: 1 } }]);
    expect(reported).toEqual(['an answer that nobody waits for (id 1): ignored']);
  });

  it('does not let an answer overtake the progress before it', async () => {
    ask(1);
    inbox.receive('{"jsonrpc":"2.0","method":"notifications/progress","params":{}}');
    inbox.receive('{"jsonrpc":"2.0","id":1,"result":{}}');
    expect(delivered).toHaveLength(1);
    await settled();
    expect(delivered).toHaveLength(2);
  });

  it('drops the late answer to a cancelled question', () => {
    ask(1);
    inbox.sent({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    inbox.receive('{"jsonrpc":"2.0","id":1,"result":{}}');
    expect(delivered).toEqual([]);
  });

  it('fails a question whose answer is malformed, at once', () => {
    ask(3);
    inbox.receive('{"jsonrpc":"2.0","id":3,"result":[]}');
    expect(delivered).toMatchObject([
      { id: 3, error: { message: 'expected a result object, got []', data: { local: 'malformed' } } },
    ]);
    expect(inbox.waiting.size).toBe(0);
  });

  it('hands on requests and notifications of the server, and batches of old servers', async () => {
    ask(1);
    inbox.receive('[{"jsonrpc":"2.0","id":9,"method":"ping"},{"jsonrpc":"2.0","id":1,"result":{}}]');
    await settled();
    expect(delivered).toHaveLength(2);
  });

  it.each(['plain log line', '7', '{}', '{"id":true}', '{"method":"x","params":[1]}', '{"jsonrpc":"2.0"'])(
    'reports and skips %s',
    (line) => {
      inbox.receive(line);
      expect(delivered).toEqual([]);
      expect(reported).toHaveLength(1);
    },
  );
});

it.each([
  ['{"result":{"a":"', 'xxx"},"jsonrpc":"2.0","id":17}', 17],
  ['{"jsonrpc":"2.0","id":"a-1","result":{"b":', '1}}', 'a-1'],
  ['{"id":5,"jsonrpc":"2.0","result":{', '}}', 5],
  ['{"result":{"id":4,"x":', '"y"}}', undefined],
])('finds whose answer was too large in %s…%s', (head, tail, id) => {
  expect(idInFragment(head, tail)).toBe(id);
});
