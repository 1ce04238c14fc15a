/** The server as a process of its own, so that it can be killed: node couch-server.ts PORT ADMIN_PASSWORD. */
import { startStrictCouchDb } from '../couchdb/server.ts';
import type { ServerAnswer, ServerCall } from './spawn-server.ts';

const [port = '0', adminPassword = ''] = process.argv.slice(2);
process.on('disconnect', () => process.exit(0));
const say = (answer: ServerAnswer) => process.send?.(answer);
const couch = await startStrictCouchDb({ port: Number(port), adminPassword });

process.on('message', (message: ServerCall) => {
  void answer(message).then((output) => say({ call: message.call, output }));
});

async function answer(message: ServerCall): Promise<unknown> {
  switch (message.command) {
    case 'backup':
      return couch.backup();
    case 'restore':
      await couch.restore(message.backup);
      return undefined;
    case 'report': {
      const { user, system } = process.cpuUsage();
      return { ...couch.traffic, cpuMs: (user + system) / 1_000, residentBytes: process.memoryUsage.rss() };
    }
    default:
      return message satisfies never;
  }
}
say({ call: 0, output: couch.url });
