import { addLab } from '../lab-app.ts';
import { openAppClient } from '../app-client.ts';
import type { AppCommand, AppCommandName, AppStationSetup } from './app-protocol.ts';

/*
 * A process with the whole application in it, as a workstation beside the one that a specification runs in: a process
 * has one store.
 */

const setup = JSON.parse(process.argv[2] ?? '{}') as AppStationSetup;
const station = await openAppClient(setup.dataDir, setup.operator, { env: process.env });
const { app } = station;
await app.sync.start();
const person = { operator: setup.operator, role: 'admin', via: 'memory' } as const;

const commands: {
  [C in AppCommandName]: (input: AppCommand[C]['input']) => Promise<AppCommand[C]['output']>;
} = {
  async collect({ lab }) {
    await addLab(app, 'lab', lab);
    const { runs } = await app.collect({ signal: new AbortController().signal });
    return { runs: runs.map(({ outcome }) => outcome) };
  },
  stats: () => app.inventory.stats(),
  async generate() {
    const { documents } = await app.documents.generate();
    return { documents: documents.length };
  },
  async ticket({ title, priority }) {
    const { ticket } = await app.tickets.add(
      { title, text: '', origin: { is: 'person', operator: setup.operator }, priority },
      setup.operator,
    );
    return { id: ticket.id };
  },
  async policy({ text }) {
    const baseVersion = app.policies.current.version;
    await app.policies.apply({ text, baseVersion, reason: '' }, person);
    return {};
  },
  async kill({ on, reason }) {
    await app.policies.kill({ on, reason }, person);
    return {};
  },
  async standing() {
    const { text, current } = app.policies;
    return { policy: text, killSwitch: current.policy.killSwitch };
  },
  async close() {
    await station.close();
    return {};
  },
};

async function answer(call: number, command: AppCommandName, input: never): Promise<void> {
  try {
    const output = await commands[command](input);
    process.send?.({ call, output });
    if (command === 'close') process.disconnect();
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.send?.({ call, error: text });
  }
}

process.on('message', ({ call, command, input }: { call: number; command: AppCommandName; input: never }) => {
  void answer(call, command, input);
});
process.send?.({ ready: true });
