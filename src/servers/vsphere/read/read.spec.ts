import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseXml } from '../connection/xml-element.ts';
import { plainName } from '../inventory.ts';
import { sayExpression } from '../tools/alarm-tools.ts';
import { maskKey } from '../tools/license-tools.ts';
import { readNeighbours } from './host-neighbours.ts';
import { readHostNetwork } from './host-network.ts';
import { readHostStorage, worldWideName } from './host-storage.ts';
import { readSnapshots, readSnapshotSizes } from './vm-snapshots.ts';

/** Written after the vSphere API's own reference: the simulator has none of these. */
const read = (xml: string) =>
  parseXml(`<document xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${xml}</document>`);

describe('a world wide name', () => {
  test('is written in octets, although vSphere gives a signed number', () => {
    expect(worldWideName('2305843009213693952')).toBe('20:00:00:00:00:00:00:00');
    expect(worldWideName('-1')).toBe('ff:ff:ff:ff:ff:ff:ff:ff');
    expect(worldWideName('naa.5')).toBeUndefined();
  });

  test('keeps all 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const name = worldWideName(String(value)) ?? '';
        expect(BigInt.asIntN(64, BigInt(`0x${name.replaceAll(':', '')}`))).toBe(value);
      }),
    );
  });
});

test('the paths of a LUN name the adapter, the target and the datastore', () => {
  const config = read(`<storageDevice>
    <hostBusAdapter xsi:type="HostFibreChannelHba"><key>key-hba-1</key><device>vmhba2</device><model>QLE2692 </model>
      <portWorldWideName>2377900762149338213</portWorldWideName><speed>16</speed></hostBusAdapter>
    <hostBusAdapter xsi:type="HostInternetScsiHba"><key>key-hba-2</key><device>vmhba64</device>
      <iScsiName>iqn.1998-01.com.vmware:esx-01</iScsiName><currentSpeedMb>25000</currentSpeedMb></hostBusAdapter>
    <scsiLun xsi:type="HostScsiDisk"><key>key-lun-1</key><canonicalName>naa.600a0980</canonicalName><queueDepth>64</queueDepth>
      <capacity><blockSize>512</blockSize><block>2147483648</block></capacity></scsiLun>
    <multipathInfo><lun><id>0200</id><lun>key-lun-1</lun>
      <path><name>vmhba2:C0:T0:L1</name><state>active</state><adapter>key-hba-1</adapter>
        <transport xsi:type="HostFibreChannelTargetTransport"><portWorldWideName>5764607523034234881</portWorldWideName></transport></path>
      <path><name>vmhba2:C0:T1:L1</name><state>dead</state><adapter>key-hba-1</adapter></path>
      <policy><policy>VMW_PSP_RR</policy></policy><storageArrayTypePolicy><policy>VMW_SATP_ALUA</policy></storageArrayTypePolicy>
    </lun></multipathInfo></storageDevice>`);
  expect(readHostStorage(config, new Map([['naa.600a0980', 'datastore-7']]))).toMatchObject({
    hostBusAdapter: [
      { device: 'vmhba2', model: 'QLE2692', portWorldWideName: '21:00:00:24:ff:0a:bc:65', speed: 16 },
      { device: 'vmhba64', iScsiName: 'iqn.1998-01.com.vmware:esx-01', speed: 25 },
    ],
    multipathInfo: {
      lun: [
        {
          id: 'naa.600a0980',
          datastore: 'datastore-7',
          queueDepth: 64,
          capacityBytes: 1_099_511_627_776,
          policy: { policy: 'VMW_PSP_RR' },
          path: [
            { adapter: 'vmhba2', target: '50:00:00:00:00:00:00:01', transport: 'fc', state: 'active' },
            { adapter: 'vmhba2', state: 'dead' },
          ],
        },
      ],
    },
  });
});

test('neighbours come by LLDP with their parameters, and by CDP without the serial number', () => {
  const hints = read(`<returnval><device>vmnic0</device>
      <lldpInfo><chassisId>00:11:22</chassisId><portId>Ethernet1/7</portId>
        <parameter><key>System Name</key><value>leaf-01.dc</value></parameter>
        <parameter><key>Management Address</key><value>10.0.0.7</value></parameter></lldpInfo></returnval>
    <returnval><device>vmnic1</device>
      <connectedSwitchPort><devId>core-1(FOX1234ABCD)</devId><portId>Gi1/0/3</portId><address>10.0.0.9</address></connectedSwitchPort></returnval>
    <returnval><device>vmnic2</device></returnval>`);
  expect(Object.fromEntries(readNeighbours(hints.all('returnval')))).toEqual({
    vmnic0: { lldpInfo: { systemName: 'leaf-01.dc', portId: 'Ethernet1/7', managementAddress: '10.0.0.7' } },
    vmnic1: { cdpInfo: { devId: 'core-1', portId: 'Gi1/0/3', address: '10.0.0.9' } },
  });
});

test('an adapter belongs to the distributed switch whose uplink it is, and a VMkernel adapter has its services', () => {
  const network = readHostNetwork(
    read(`<network>
        <pnic><key>key-vmnic0</key><device>vmnic0</device><linkSpeed><speedMb>25000</speedMb><duplex>true</duplex></linkSpeed></pnic>
        <pnic><key>key-vmnic1</key><device>vmnic1</device></pnic>
        <proxySwitch><dvsUuid>50 0a</dvsUuid><pnic>key-vmnic0</pnic></proxySwitch>
        <vnic><device>vmk0</device><key>key-vmk0</key><spec><ip><dhcp>false</dhcp><ipAddress>10.0.0.5</ipAddress></ip></spec></vnic>
        <vswitch><name>vSwitch0</name><pnic>key-vmnic1</pnic></vswitch></network>
      <virtualNicManagerInfo>
        <netConfig><nicType>management</nicType><candidateVnic><key>k.vmk0</key><device>vmk0</device></candidateVnic><selectedVnic>k.vmk0</selectedVnic></netConfig>
        <netConfig><nicType>vmotion</nicType><candidateVnic><key>v.vmk0</key><device>vmk0</device></candidateVnic></netConfig>
      </virtualNicManagerInfo>`),
    new Map([['50 0a', 'dvs-3']]),
    new Map(),
  );
  expect(network.pnic).toMatchObject([
    { device: 'vmnic0', proxySwitch: 'dvs-3', linkSpeed: { speedMb: 25_000, duplex: true } },
    { device: 'vmnic1' },
  ]);
  expect(network.pnic[1]).not.toHaveProperty('linkSpeed');
  expect(network.vnic).toMatchObject([{ device: 'vmk0', services: ['management'] }]);
  expect(network.vswitch).toMatchObject([{ name: 'vSwitch0', pnic: ['vmnic1'] }]);
});

test('a snapshot costs its own state and what was written after it, up to its child or to now', () => {
  const at = read(`
    <snapshot><currentSnapshot type="VirtualMachineSnapshot">snapshot-2</currentSnapshot>
      <rootSnapshotList><snapshot type="VirtualMachineSnapshot">snapshot-1</snapshot><name>one</name><createTime>2026-01-01T00:00:00Z</createTime>
        <childSnapshotList><snapshot type="VirtualMachineSnapshot">snapshot-2</snapshot><name>two</name><createTime>2026-01-02T00:00:00Z</createTime></childSnapshotList>
      </rootSnapshotList></snapshot>
    <layoutEx>
      <file><key>1</key><name>base</name><size>1000</size></file>
      <file><key>2</key><name>delta after one</name><size>50</size></file>
      <file><key>3</key><name>delta after two</name><size>7</size></file>
      <file><key>4</key><name>state of one</name><size>3</size></file>
      <file><key>5</key><name>memory of two</name><size>200</size></file>
      <disk><key>2000</key><chain><fileKey>1</fileKey></chain><chain><fileKey>2</fileKey></chain><chain><fileKey>3</fileKey></chain></disk>
      <snapshot><key type="VirtualMachineSnapshot">snapshot-1</key><dataKey>4</dataKey><disk><key>2000</key><chain><fileKey>1</fileKey></chain></disk></snapshot>
      <snapshot><key type="VirtualMachineSnapshot">snapshot-2</key><dataKey>-1</dataKey><memoryKey>5</memoryKey><disk><key>2000</key><chain><fileKey>1</fileKey></chain><chain><fileKey>2</fileKey></chain></disk></snapshot>
    </layoutEx>`);
  expect(readSnapshots(at)?.rootSnapshotList[0]?.childSnapshotList?.[0]?.name).toBe('two');
  expect(readSnapshotSizes(at)).toEqual([
    { key: 'snapshot-1', size: 53 },
    { key: 'snapshot-2', size: 207 },
  ]);
});

test('the condition of an alarm is one line', () => {
  const expression = read(`<expression xsi:type="OrAlarmExpression">
      <expression xsi:type="MetricAlarmExpression"><operator>isAbove</operator><type>HostSystem</type><metric><counterId>2</counterId></metric><yellow>7500</yellow><red>9000</red></expression>
      <expression xsi:type="StateAlarmExpression"><operator>isEqual</operator><statePath>runtime.connectionState</statePath><red>notResponding</red></expression>
      <expression xsi:type="EventAlarmExpression"><eventType>EventEx</eventType><eventTypeId>esx.problem.storage</eventTypeId></expression>
    </expression>`).one('expression');
  const counters = [{ id: 2, name: 'cpu.usage.average', unit: 'percent', says: undefined, level: 1 }];
  expect(sayExpression(expression, counters)).toBe(
    'cpu.usage.average > 75 % (warning), 90 % (alert) or runtime.connectionState is notResponding (alert) or event esx.problem.storage',
  );
  expect(sayExpression(expression, [])).toContain('counter 2 > 7500 (warning), 9000 (alert)');
});

test('a licence key keeps its last group alone', () => {
  expect(maskKey('AAAAA-BBBBB-CCCCC')).toBe('*****-*****-CCCCC');
  expect(maskKey('ungrouped')).toBe('*********');
});

test('names are read as people wrote them', () => {
  expect(plainName('a%2fb%5cc%25d %20')).toBe('a/b\\c%d %20');
});
