import { reasonOf } from '../platform/expression.ts';

export interface PlacedProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Collects what is wrong, so that all of it is told at once. */
export class Faults {
  readonly all: PlacedProblem[] = [];
  readonly warnings: PlacedProblem[] = [];
  add(path: readonly PropertyKey[], message: string): void {
    this.all.push({ path, message });
  }
  warn(path: readonly PropertyKey[], message: string): void {
    this.warnings.push({ path, message });
  }
  /** What `make` gives; its failure stands at the path. */
  attempt<T>(path: readonly PropertyKey[], make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      this.add(path, reasonOf(error));
      return undefined;
    }
  }
}
