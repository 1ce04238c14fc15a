/** What the process keeps, for as long as it runs: in its memory alone, so that no file can hold it by way of this. */
const kept = new Map<string, string>();

/** As the library has it, where a machine without a Secret Service has none. */
export class AsyncEntry {
  readonly #name: string;
  constructor(service: string, name: string) {
    this.#name = `${service} ${name}`;
  }
  async getPassword(): Promise<string | undefined> {
    return kept.get(this.#name);
  }
  async setPassword(value: string): Promise<void> {
    kept.set(this.#name, value);
  }
  async deletePassword(): Promise<boolean> {
    return kept.delete(this.#name);
  }
}
