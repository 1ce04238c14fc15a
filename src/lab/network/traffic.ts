import type { LabPort } from './state.ts';

const dayMs = 86_400_000;

/** Fraction of the line rate at a moment: a daily wave around the port's mean, each port at its own hour. */
export function loadAt(port: LabPort, ms: number): number {
  return port.load * (1 + port.swing * Math.sin((2 * Math.PI * ms) / dayMs + port.phase));
}

/** Mean load between two moments, so that counters agree with the rates that are shown. */
function meanLoad(port: LabPort, fromMs: number, toMs: number): number {
  const wave = (ms: number) => -Math.cos((2 * Math.PI * ms) / dayMs + port.phase) * (dayMs / (2 * Math.PI));
  return port.load * (1 + (port.swing * (wave(toMs) - wave(fromMs))) / (toMs - fromMs));
}

/** Brings the counters up to now; to be called before anything changes that they depend on. */
export function settle(port: LabPort, up: boolean, nowMs: number): void {
  const { counters } = port;
  const elapsed = nowMs - counters.settledMs;
  if (elapsed <= 0) return;
  if (up) {
    const octets = (meanLoad(port, counters.settledMs, nowMs) * port.speedMbps * 125_000 * elapsed) / 1000;
    counters.inOctets += Math.round(octets);
    counters.outOctets += Math.round(octets * 0.8);
    counters.inErrors += Math.round((port.errorsPerSecond * elapsed) / 1000);
  }
  counters.settledMs = nowMs;
}

/** Mean frame of 800 octets: what turns octets into packets where a device counts both. */
export const octetsPerPacket = 800;
