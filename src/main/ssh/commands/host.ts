import { readCommand } from '../read-command.ts';

/** What a host is, whatever it is asked for. */
export const hostCommands = {
  osRelease: readCommand('os-release', 'cat /etc/os-release', { allowListed: true }),
  kernel: readCommand('kernel', 'uname -n -r -m', { allowListed: true }),
  machineId: readCommand('machine-id', 'cat /etc/machine-id', { allowListed: true }),
  uptime: readCommand('uptime', 'cat /proc/uptime', { allowListed: true }),
  vendor: readCommand('vendor', 'cat /sys/class/dmi/id/sys_vendor', { allowListed: true }),
  product: readCommand('product', 'cat /sys/class/dmi/id/product_name', { allowListed: true }),
} as const;
