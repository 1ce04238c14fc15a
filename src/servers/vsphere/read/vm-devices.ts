import { z } from 'zod';
import type { XmlElement } from '../connection/xml-element.ts';
import { count, reference } from './shapes.ts';

export const deviceSchema = z.object({
  _type: z.string().describe('class of the device, e.g. VirtualDisk, VirtualVmxnet3'),
  key: count,
  controllerKey: count.optional(),
  unitNumber: count.optional(),
  deviceInfo: z.object({ label: z.string().optional(), summary: z.string().optional() }).optional(),
  capacityInKB: count.optional(),
  macAddress: z.string().optional(),
  sharedBus: z.string().optional(),
  backing: z
    .object({
      fileName: z.string().optional(),
      datastore: reference.optional(),
      thinProvisioned: z.boolean().optional(),
      eagerlyScrub: z.boolean().optional(),
      diskMode: z.string().optional(),
      sharing: z.string().optional(),
      uuid: z.string().optional(),
      lunUuid: z.string().optional(),
      compatibilityMode: z.string().optional(),
      port: z
        .object({
          portgroupKey: reference.optional(),
          portKey: z.string().optional(),
          switchUuid: z.string().optional(),
        })
        .optional(),
      network: reference.optional(),
      opaqueNetworkId: z.string().optional(),
      deviceName: z.string().optional(),
    })
    .optional(),
  connectable: z
    .object({ connected: z.boolean().optional(), startConnected: z.boolean().optional() })
    .optional(),
});
type Device = z.input<typeof deviceSchema>;

/** Every VM has these, and nobody configures them. */
const furniture = new Set([
  'VirtualKeyboard',
  'VirtualPointingDevice',
  'VirtualMachineVideoCard',
  'VirtualMachineVMCIDevice',
  'VirtualPS2Controller',
  'VirtualSIOController',
  'VirtualPCIController',
]);

export function readDevices(config: XmlElement): Device[] | undefined {
  const devices = config.all('hardware.device');
  if (devices.length === 0) return undefined;
  return devices.flatMap((device) => {
    const key = device.number('key');
    return key === undefined || furniture.has(device.type ?? '') ? [] : [readDevice(device, key)];
  });
}

function readDevice(device: XmlElement, key: number): Device {
  const info = device.one('deviceInfo');
  const connectable = device.one('connectable');
  return {
    _type: device.type ?? 'VirtualDevice',
    key,
    controllerKey: device.number('controllerKey'),
    unitNumber: device.number('unitNumber'),
    deviceInfo: info && { label: info.text('label'), summary: info.text('summary') },
    capacityInKB: device.number('capacityInKB'),
    macAddress: device.text('macAddress'),
    sharedBus: device.text('sharedBus'),
    backing: readBacking(device.one('backing')),
    connectable: connectable && {
      connected: connectable.boolean('connected'),
      startConnected: connectable.boolean('startConnected'),
    },
  };
}

function readBacking(backing: XmlElement | undefined): Device['backing'] {
  if (backing === undefined) return undefined;
  const port = backing.one('port');
  return {
    fileName: backing.text('fileName'),
    datastore: backing.ref('datastore')?.value,
    thinProvisioned: backing.boolean('thinProvisioned'),
    eagerlyScrub: backing.boolean('eagerlyScrub'),
    diskMode: backing.text('diskMode'),
    sharing: backing.text('sharing'),
    uuid: backing.text('uuid'),
    lunUuid: backing.text('lunUuid'),
    compatibilityMode: backing.text('compatibilityMode'),
    port: port && {
      portgroupKey: port.text('portgroupKey'),
      portKey: port.text('portKey'),
      switchUuid: port.text('switchUuid'),
    },
    network: backing.ref('network')?.value,
    opaqueNetworkId: backing.text('opaqueNetworkId'),
    deviceName: backing.text('deviceName'),
  };
}
