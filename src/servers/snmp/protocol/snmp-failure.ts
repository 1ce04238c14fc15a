/** Why a device did not give what it was asked for. Its message holds no community and no password. */
export class SnmpFailure extends Error {
  override readonly name = 'SnmpFailure';
  readonly kind: 'silent' | 'refused' | 'unfit' | 'ended';

  /**
   * @param kind `silent`: no answer; `refused`: it said no; `unfit`: what it said is no answer; `ended`: nobody waits
   * for it any more
   */
  constructor(kind: SnmpFailure['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}
