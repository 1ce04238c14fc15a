import type { RealSystem } from '../../real-system.ts';

/**
 * No package was found that speaks Redfish as a service. What stands for one in the specs gives resources that were
 * written after the schemas, which is no system to ask the truth of.
 */
export const redfishSystem: RealSystem = {
  id: 'redfish',
  title: 'Servers and arrays over Redfish and Swordfish',
  missing: () =>
    Promise.resolve(
      'no Redfish service to bring up: Debian has clients only (sushy-tools, the emulator of OpenStack, is not packaged), and none was found on npm; ' +
        'our server is specified on services of its own specs, with resources written after the schemas of DMTF and SNIA',
    ),
  start: () => Promise.reject(new Error('there is no Redfish service to start')),
};
