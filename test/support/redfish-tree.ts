/**
 * Resources of servers and of a storage system, written after DMTF's Redfish and SNIA's Swordfish schemas. No
 * manufacturer's service gave them: they are what the schemas say, in two generations.
 */
export type RedfishTree = Map<string, Record<string, unknown>>;

export interface TreeServer {
  readonly name: string;
  readonly serial: string;
  /** `subsystems`: Sensors, ThermalSubsystem, PowerSubsystem; `thermal`: the Thermal and Power resources before them. */
  readonly generation: 'subsystems' | 'thermal';
  readonly drives?: number;
}

const ok = { State: 'Enabled', Health: 'OK' };
const link = (path: string) => ({ '@odata.id': path });
const uuidOf = (serial: string) =>
  `00000000-0000-4000-8000-${Buffer.from(serial).toString('hex').padStart(12, '0').slice(-12)}`;

class Tree {
  readonly resources: RedfishTree = new Map();

  put(path: string, members: Record<string, unknown>): string {
    this.resources.set(path, { '@odata.id': path, Id: path.split('/').at(-1), ...members });
    return path;
  }

  collection(path: string, members: readonly string[]): string {
    return this.put(path, {
      Name: `${path.split('/').at(-1) ?? ''} Collection`,
      'Members@odata.count': members.length,
      Members: members.map(link),
    });
  }
}

/** One server with a RAID controller, two ports, a BMC, logs and firmware. */
export function serverTree({ name, serial, generation, drives = 3 }: TreeServer): RedfishTree {
  const tree = new Tree();
  const system = '/redfish/v1/Systems/1';
  const chassis = '/redfish/v1/Chassis/1';
  const manager = '/redfish/v1/Managers/1';
  root(tree, name);
  tree.collection('/redfish/v1/Systems', [system]);
  tree.collection('/redfish/v1/Chassis', [chassis]);
  tree.collection('/redfish/v1/Managers', [manager]);
  tree.put(system, {
    Name: 'System',
    SystemType: 'Physical',
    HostName: `${name}.example.net`,
    Manufacturer: 'Example',
    Model: 'EX 2200',
    SKU: '2200-B',
    PartNumber: 'P-2200',
    SerialNumber: serial,
    AssetTag: `A-${serial}`,
    UUID: uuidOf(serial),
    BiosVersion: '2.4.1',
    PowerState: 'On',
    LastResetTime: '2026-11-01T06:00:00Z',
    ...(generation === 'subsystems' ? { LocationIndicatorActive: false } : { IndicatorLED: 'Off' }),
    Status: { ...ok, HealthRollup: 'OK' },
    ProcessorSummary: { Count: 2, Model: 'Example X8', LogicalProcessorCount: 64 },
    MemorySummary: { TotalSystemMemoryGiB: 256 },
    Processors: link(
      tree.collection(`${system}/Processors`, [processor(tree, system, 1), processor(tree, system, 2)]),
    ),
    Memory: link(
      tree.collection(`${system}/Memory`, [
        tree.put(`${system}/Memory/A1`, {
          Name: 'DIMM A1',
          DeviceLocator: 'A1',
          CapacityMiB: 131_072,
          MemoryDeviceType: 'DDR5',
          OperatingSpeedMhz: 4_800,
          SerialNumber: `M-${serial}-1`,
          Status: ok,
        }),
        tree.put(`${system}/Memory/A2`, { Name: 'DIMM A2', Status: { State: 'Absent' } }),
      ]),
    ),
    Storage: link(raid(tree, system, serial, drives)),
    EthernetInterfaces: link(
      tree.collection(`${system}/EthernetInterfaces`, [
        tree.put(`${system}/EthernetInterfaces/NIC1`, {
          Name: 'Port 1',
          MACAddress: macOf(serial, 1),
          LinkStatus: 'LinkUp',
          InterfaceEnabled: true,
          SpeedMbps: 25_000,
          FullDuplex: true,
          MTUSize: 9_000,
          Status: ok,
        }),
        tree.put(`${system}/EthernetInterfaces/NIC2`, {
          Name: 'Port 2',
          MACAddress: macOf(serial, 2),
          LinkStatus: 'LinkDown',
          InterfaceEnabled: true,
          Status: ok,
        }),
      ]),
    ),
    LogServices: link(
      tree.collection(`${system}/LogServices`, [
        tree.put(`${system}/LogServices/SEL`, {
          Name: 'System Event Log',
          Entries: link(logEntries(tree, `${system}/LogServices/SEL/Entries`)),
        }),
      ]),
    ),
    Links: { Chassis: [link(chassis)], ManagedBy: [link(manager)] },
    Actions: {
      '#ComputerSystem.Reset': {
        target: `${system}/Actions/ComputerSystem.Reset`,
        'ResetType@Redfish.AllowableValues': [
          'On',
          'ForceOff',
          'GracefulShutdown',
          'ForceRestart',
          'PowerCycle',
        ],
      },
    },
  });
  tree.put(chassis, {
    Name: 'Chassis',
    ChassisType: 'RackMount',
    Manufacturer: 'Example',
    Model: 'EX 2200',
    SerialNumber: serial,
    PowerState: 'On',
    HeightMm: 88.9,
    Location: { Placement: { Rack: 'R7', RackOffset: 12, RackOffsetUnits: 'EIA_310', Row: 'B' } },
    Status: { ...ok, HealthRollup: 'OK' },
    NetworkAdapters: link(
      tree.collection(`${chassis}/NetworkAdapters`, [
        tree.put(`${chassis}/NetworkAdapters/OCP`, {
          Name: 'OCP adapter',
          Manufacturer: 'Example',
          Model: 'N25',
          SerialNumber: `N-${serial}`,
          Controllers: [{ FirmwarePackageVersion: '22.1' }],
          Ports: link(
            tree.collection(`${chassis}/NetworkAdapters/OCP/Ports`, [
              tree.put(`${chassis}/NetworkAdapters/OCP/Ports/1`, {
                Name: 'Port 1',
                LinkStatus: 'LinkUp',
                CurrentSpeedGbps: 25,
                MaxSpeedGbps: 25,
                Ethernet: { AssociatedMACAddresses: [macOf(serial, 1)] },
                Status: ok,
              }),
            ]),
          ),
          Status: ok,
        }),
      ]),
    ),
    ...(generation === 'subsystems'
      ? subsystems(tree, chassis, serial)
      : thermalAndPower(tree, chassis, serial)),
    Links: { ComputerSystems: [link(system)] },
  });
  tree.put(manager, {
    Name: 'BMC',
    ManagerType: 'BMC',
    Model: 'XMC',
    FirmwareVersion: '6.10.30',
    DateTime: '2026-11-23T19:00:00Z',
    Status: ok,
    EthernetInterfaces: link(
      tree.collection(`${manager}/EthernetInterfaces`, [
        tree.put(`${manager}/EthernetInterfaces/eth0`, {
          Name: 'BMC port',
          MACAddress: macOf(serial, 9),
          LinkStatus: 'LinkUp',
          InterfaceEnabled: true,
          SpeedMbps: 1_000,
          IPv4Addresses: [{ Address: '192.0.2.77', SubnetMask: '255.255.255.0' }],
          IPv6Addresses: [{ Address: '::', PrefixLength: 0 }],
          Status: ok,
        }),
      ]),
    ),
  });
  tree.put('/redfish/v1/UpdateService', {
    Name: 'Update Service',
    FirmwareInventory: link(
      tree.collection('/redfish/v1/UpdateService/FirmwareInventory', [
        tree.put('/redfish/v1/UpdateService/FirmwareInventory/BIOS', {
          Name: 'BIOS',
          Version: '2.4.1',
          Updateable: true,
        }),
        tree.put('/redfish/v1/UpdateService/FirmwareInventory/BMC', {
          Name: 'BMC',
          Version: '6.10.30',
          Updateable: true,
        }),
      ]),
    ),
  });
  return tree.resources;
}

/** A Swordfish array by itself: no system, two controllers, pools and spares, in an enclosure. */
export function arrayTree({ name, serial }: { readonly name: string; readonly serial: string }): RedfishTree {
  const tree = new Tree();
  const storage = '/redfish/v1/Storage/A1';
  const chassis = '/redfish/v1/Chassis/Shelf1';
  root(tree, name, { Storage: link('/redfish/v1/Storage') });
  tree.collection('/redfish/v1/Systems', []);
  tree.collection('/redfish/v1/Managers', []);
  tree.collection('/redfish/v1/Chassis', [chassis]);
  tree.collection('/redfish/v1/Storage', [storage]);
  const drives = [1, 2, 3, 4].map((bay) =>
    drive(tree, `${chassis}/Drives/${bay}`, `${serial}-D${bay}`, bay, {
      HotspareType: bay === 4 ? 'Global' : 'None',
    }),
  );
  const pool = `${storage}/StoragePools/P1`;
  tree.put(pool, {
    Name: 'P1',
    SupportedRAIDTypes: ['RAID5'],
    Capacity: { Data: { AllocatedBytes: 7_000_000_000_000, ConsumedBytes: 2_000_000_000_000 } },
    CapacitySources: [{ ProvidingDrives: drives.slice(0, 3).map(link) }],
    Status: ok,
  });
  tree.put(storage, {
    Name: 'A1',
    Status: { ...ok, HealthRollup: 'OK' },
    Controllers: link(
      tree.collection(`${storage}/Controllers`, [
        tree.put(`${storage}/Controllers/A`, {
          Name: 'Controller A',
          Model: 'SX',
          SerialNumber: `${serial}-A`,
          FirmwareVersion: '5.1',
          Status: ok,
        }),
        tree.put(`${storage}/Controllers/B`, {
          Name: 'Controller B',
          Model: 'SX',
          SerialNumber: `${serial}-B`,
          FirmwareVersion: '5.1',
          Status: ok,
        }),
      ]),
    ),
    Drives: drives.map(link),
    StoragePools: link(tree.collection(`${storage}/StoragePools`, [pool])),
    Volumes: link(
      tree.collection(`${storage}/Volumes`, [
        tree.put(`${storage}/Volumes/V1`, {
          Name: 'V1',
          RAIDType: 'RAID5',
          Capacity: { Data: { AllocatedBytes: 2_000_000_000_000, ConsumedBytes: 1_500_000_000_000 } },
          ProvisioningPolicy: 'Fixed',
          Identifiers: [{ DurableNameFormat: 'NAA', DurableName: '600a098000000001' }],
          CapacitySources: [{ ProvidingPools: [link(pool)] }],
          Status: ok,
        }),
      ]),
    ),
  });
  tree.put(chassis, {
    Name: 'Shelf 1',
    ChassisType: 'StorageEnclosure',
    Manufacturer: 'Example',
    Model: 'SX 24',
    SerialNumber: serial,
    HeightMm: 88.9,
    Status: { ...ok, HealthRollup: 'OK' },
    ...thermalAndPower(tree, chassis, serial),
  });
  return tree.resources;
}

function root(tree: Tree, name: string, more: Record<string, unknown> = {}): void {
  tree.put('/redfish/v1/', {
    Id: 'RootService',
    Name: name,
    RedfishVersion: '1.17.0',
    Product: 'Example XMC',
    Vendor: 'Example',
    UUID: uuidOf(name),
    Systems: link('/redfish/v1/Systems'),
    Chassis: link('/redfish/v1/Chassis'),
    Managers: link('/redfish/v1/Managers'),
    UpdateService: link('/redfish/v1/UpdateService'),
    SessionService: link('/redfish/v1/SessionService'),
    Links: { Sessions: link('/redfish/v1/SessionService/Sessions') },
    ...more,
  });
  tree.put('/redfish/v1/SessionService', { Name: 'Session Service', SessionTimeout: 1_800 });
}

const processor = (tree: Tree, system: string, at: number) =>
  tree.put(`${system}/Processors/CPU${at}`, {
    Name: `CPU ${at}`,
    Socket: `CPU ${at}`,
    ProcessorType: 'CPU',
    Manufacturer: 'Example',
    Model: 'Example X8',
    TotalCores: 16,
    TotalThreads: 32,
    MaxSpeedMHz: 3_600,
    Status: ok,
  });

/** The first bytes are for documentation (RFC 7042). */
const macOf = (serial: string, port: number) =>
  `00:00:5E:00:53:${((serial.charCodeAt(serial.length - 1) * 16 + port) % 256).toString(16).padStart(2, '0').toUpperCase()}`;

function raid(tree: Tree, system: string, serial: string, count: number): string {
  const storage = `${system}/Storage/RAID.1`;
  const drives = Array.from({ length: count }, (_, at) =>
    drive(tree, `${storage}/Drives/${at + 1}`, `${serial}-D${at + 1}`, at + 1),
  );
  tree.put(storage, {
    Name: 'RAID controller',
    Status: ok,
    StorageControllers: [
      {
        '@odata.id': `${storage}#/StorageControllers/0`,
        MemberId: '0',
        Name: 'RAID controller',
        Manufacturer: 'Example',
        Model: 'R440',
        SerialNumber: `C-${serial}`,
        FirmwareVersion: '51.1',
        SupportedRAIDTypes: ['RAID0', 'RAID1', 'RAID5'],
        CacheSummary: { TotalCacheSizeMiB: 4_096, Status: ok },
        Status: ok,
      },
    ],
    Drives: drives.map(link),
    Volumes: link(
      tree.collection(`${storage}/Volumes`, [
        tree.put(`${storage}/Volumes/1`, {
          Name: 'system',
          RAIDType: 'RAID5',
          CapacityBytes: 1_920_000_000_000,
          Encrypted: false,
          Status: ok,
          Links: { Drives: drives.map(link) },
        }),
      ]),
    ),
  });
  return tree.collection(`${system}/Storage`, [storage]);
}

const drive = (tree: Tree, path: string, serial: string, bay: number, more: Record<string, unknown> = {}) =>
  tree.put(path, {
    Name: `Drive ${bay}`,
    Manufacturer: 'Example',
    Model: 'S960',
    SerialNumber: serial,
    Revision: 'F1',
    MediaType: 'SSD',
    Protocol: 'SATA',
    CapacityBytes: 960_000_000_000,
    FailurePredicted: false,
    PredictedMediaLifeLeftPercent: 93,
    HotspareType: 'None',
    PhysicalLocation: { PartLocation: { ServiceLabel: `Bay ${bay}`, LocationOrdinalValue: bay } },
    Status: ok,
    ...more,
  });

const times = ['2026-11-20T08:00:00Z', '2026-11-23T18:00:00Z', '2026-11-22T12:00:00Z'];

function logEntries(tree: Tree, path: string): string {
  return tree.put(path, {
    Name: 'Entries',
    'Members@odata.count': times.length,
    Members: times.map((Created, at) => ({
      '@odata.id': `${path}/${at + 1}`,
      Id: `${at + 1}`,
      EntryType: 'SEL',
      Created,
      Severity: at === 1 ? 'Critical' : 'OK',
      Message: at === 1 ? 'Power supply 2 lost its input.' : 'The system was switched on.',
    })),
  });
}

function thermalAndPower(tree: Tree, chassis: string, serial: string) {
  return {
    Thermal: link(
      tree.put(`${chassis}/Thermal`, {
        Name: 'Thermal',
        Temperatures: [
          {
            Name: 'Inlet',
            MemberId: '0',
            PhysicalContext: 'Intake',
            ReadingCelsius: 22,
            UpperThresholdCritical: 47,
            UpperThresholdNonCritical: 42,
            Status: ok,
          },
        ],
        Fans: [
          { Name: 'Fan 1', MemberId: '0', Reading: 5_400, ReadingUnits: 'RPM', Status: ok },
          { FanName: 'Fan 2', MemberId: '1', Reading: 5_450, ReadingUnits: 'RPM', Status: ok },
          { Name: 'Fan 3', MemberId: '2', Status: { State: 'Absent' } },
        ],
      }),
    ),
    Power: link(
      tree.put(`${chassis}/Power`, {
        Name: 'Power',
        PowerControl: [{ MemberId: '0', PowerConsumedWatts: 312, PowerCapacityWatts: 1_600 }],
        PowerSupplies: [1, 2].map((at) => ({
          Name: `PSU ${at}`,
          MemberId: `${at}`,
          Model: 'PX800',
          SerialNumber: `P${at}-${serial}`,
          FirmwareVersion: '1.0',
          PowerCapacityWatts: 800,
          LineInputVoltage: 230,
          LastPowerOutputWatts: 156,
          Status: ok,
        })),
        Voltages: [
          { Name: 'CPU 1 VCORE', MemberId: '0', ReadingVolts: 0.85, LowerThresholdCritical: 0.6, Status: ok },
        ],
      }),
    ),
  };
}

function subsystems(tree: Tree, chassis: string, serial: string) {
  const sensor = (id: string, members: Record<string, unknown>) =>
    tree.put(`${chassis}/Sensors/${id}`, { Name: id, Status: ok, ...members });
  const thermal = `${chassis}/ThermalSubsystem`;
  const power = `${chassis}/PowerSubsystem`;
  return {
    Sensors: link(
      tree.collection(`${chassis}/Sensors`, [
        sensor('Inlet', {
          ReadingType: 'Temperature',
          ReadingUnits: 'Cel',
          Reading: 23.5,
          PhysicalContext: 'Intake',
          Thresholds: { UpperCritical: { Reading: 47 }, UpperCaution: { Reading: 42 } },
        }),
        sensor('Vcore', { ReadingType: 'Voltage', ReadingUnits: 'V', Reading: 0.84 }),
      ]),
    ),
    ThermalSubsystem: link(
      tree.put(thermal, {
        Name: 'Thermal',
        Fans: link(
          tree.collection(
            `${thermal}/Fans`,
            [1, 2].map((at) =>
              tree.put(`${thermal}/Fans/${at}`, {
                Name: `Fan ${at}`,
                SpeedPercent: { Reading: 38, SpeedRPM: 5_200 },
                Status: ok,
              }),
            ),
          ),
        ),
      }),
    ),
    PowerSubsystem: link(
      tree.put(power, {
        Name: 'Power',
        CapacityWatts: 1_600,
        PowerSupplyRedundancy: [{ RedundancyType: 'NPlusM', Status: ok }],
        PowerSupplies: link(
          tree.collection(
            `${power}/PowerSupplies`,
            [1, 2].map((at) =>
              tree.put(`${power}/PowerSupplies/${at}`, {
                Name: `PSU ${at}`,
                Model: 'PX800',
                SerialNumber: `P${at}-${serial}`,
                PowerCapacityWatts: 800,
                Status: ok,
              }),
            ),
          ),
        ),
      }),
    ),
    EnvironmentMetrics: link(
      tree.put(`${chassis}/EnvironmentMetrics`, { Name: 'Metrics', PowerWatts: { Reading: 298 } }),
    ),
  };
}
