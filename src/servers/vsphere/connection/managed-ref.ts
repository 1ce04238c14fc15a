/** What vSphere names an object by: its type and a value that means something to that server alone. */
export interface ManagedRef {
  readonly type: string;
  readonly value: string;
}

export function sameRef(one: ManagedRef | undefined, other: ManagedRef | undefined): boolean {
  return one !== undefined && other !== undefined && one.type === other.type && one.value === other.value;
}
