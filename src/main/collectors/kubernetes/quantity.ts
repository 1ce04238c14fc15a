/** Kubernetes quantities: `100m`, `1Gi`, `1e3`, `1.5`, `12E`, plain numbers; see apimachinery's resource.Quantity. */
const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const pattern = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([KMGTPE]i|[numkMGTPE]))?$/;

/** @returns the amount in base units (cores, bytes, pieces), or undefined for what is no quantity. */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const match = pattern.exec(value.trim());
  if (!match) return undefined;
  const [, digits = '', exponent, suffix] = match;
  const scale =
    exponent !== undefined ? 10 ** Number(exponent) : suffix ? (suffixes[suffix] ?? Number.NaN) : 1;
  const amount = Number(digits) * scale;
  return Number.isFinite(amount) ? amount : undefined;
}

/** CPU to millicores, to a thousandth: metrics count in nanocores. */
export function millicores(value: unknown): number | undefined {
  const cores = nonNegative(parseQuantity(value));
  return cores === undefined ? undefined : Math.round(cores * 1e6) / 1e3;
}

/** Bytes and counts, as whole numbers: a fraction of a byte is written by tools but never meant. */
export function wholeUnits(value: unknown): number | undefined {
  const units = nonNegative(parseQuantity(value));
  return units === undefined ? undefined : Math.ceil(units);
}

/** One entry of a resource list in the unit that its name asks for: CPU in millicores, the rest in whole units. */
export function resourceAmount(resource: string, value: unknown): number | undefined {
  return /(^|\.)cpu$/.test(resource) ? millicores(value) : wholeUnits(value);
}

function nonNegative(value: number | undefined): number | undefined {
  return value === undefined || value < 0 ? undefined : value;
}
