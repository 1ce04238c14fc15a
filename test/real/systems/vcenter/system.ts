import { resolve } from 'node:path';
import { findVcsim, startVcsim } from '../../../support/vcsim.ts';
import { VsphereTruth } from '../../../support/vsphere-truth.ts';
import type { RealSystem } from '../../real-system.ts';
import { checks } from './checks.ts';
import { furnish, simulated, Vcenter } from './estate.ts';
import { trialsOn } from './trials.ts';
import { truthOf } from './truth.ts';

const program = resolve(import.meta.dirname, '../../../../bin/datacenter-docs.mjs');

/** govmomi's vCenter simulator behind this project's own vSphere server. */
export const vcenterSystem: RealSystem = {
  id: 'vcenter',
  title: 'vCenter (simulated by govmomi)',
  missing: () =>
    Promise.resolve(
      findVcsim() === undefined
        ? 'there is no vcsim: scripts/build-real-vcsim.sh makes it out of Debian’s source package'
        : undefined,
    ),
  async start({ say }) {
    await using started = new AsyncDisposableStack();
    const vcsim = started.use(await startVcsim(simulated));
    const truth = await VsphereTruth.of(vcsim);
    const vcenter = new Vcenter(truth);
    await furnish(vcenter);
    const about = await truth.one('ServiceInstance', 'ServiceInstance');
    const version = about.text('content.about.version') ?? 'unknown';
    say(`a vCenter ${version} with ${(await truth.all('VirtualMachine')).size} VMs`);
    const running = started.move();
    return {
      version,
      sources: [
        {
          name: 'vcenter',
          server: 'ours',
          adapters: ['vsphere'],
          entry: {
            command: process.execPath,
            args: [
              program,
              'mcp-server',
              'vsphere',
              '--url',
              vcsim.url,
              '--fingerprint',
              vcsim.fingerprint,
              '--allow-writes',
            ],
            env: {
              VSPHERE_USER: '${env:REAL_VCENTER_USER}',
              VSPHERE_PASSWORD: '${env:REAL_VCENTER_PASSWORD}',
            },
          },
          secrets: { REAL_VCENTER_USER: vcsim.user, REAL_VCENTER_PASSWORD: vcsim.password },
          truth: () => truthOf(truth),
          // The simulator has no alarms.
          unseen: [/^alarm/],
          trials: trialsOn(vcenter),
          checks,
        },
      ],
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    };
  },
};
