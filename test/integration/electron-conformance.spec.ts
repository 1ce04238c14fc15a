import { hostContract } from '../../src/main/electron/ipc-host.ts';
import { silentLogger } from '../../src/main/platform/logger.ts';
import { createIpcPort } from '../../src/renderer/app/ipc-port.ts';
import { describeConformance } from '../support/conformance.ts';
import { conformanceNames } from '../support/conformance-contract.ts';
import { TestContents, TestIpc } from '../support/ipc-pair.ts';

/** Lost is lost: whether a page connects again is not what is looked at here. */
const never = {
  nowMs: () => performance.now(),
  setTimer: () => undefined,
  clearTimer: () => {},
  unit: () => 0,
};

describeConformance('IPC of the desktop', (dispatcher) => {
  const ipc = new TestIpc();
  const windows: { contents: TestContents; host: { close(reason: string): void } }[] = [];
  return Promise.resolve({
    open(contract) {
      const contents = new TestContents(ipc, conformanceNames);
      const host = hostContract({
        ipc: ipc.asElectron(),
        contents: contents.asElectron(),
        dispatcher,
        operator: 'test',
        logger: silentLogger,
      });
      windows.push({ contents, host });
      return createIpcPort(contents.bridge, { contract, again: never });
    },
    async end() {
      for (const { host } of windows) host.close('the application ended');
    },
    async close() {
      for (const { contents } of windows) contents.destroy();
    },
  });
});
