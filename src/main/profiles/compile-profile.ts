import type { Profile } from '../../shared/model/profile.ts';
import { compileAction } from './compile-action.ts';
import { compileEntity } from './compile-entity.ts';
import { expressionCompiler } from './compile-expressions.ts';
import { compileStep } from './compile-step.ts';
import type { CatalogueEntry, CompiledProfile } from './compiled-profile.ts';
import { Faults, type PlacedProblem } from './faults.ts';

export interface CompiledOutcome {
  /** Absent when there are faults. */
  readonly profile?: CompiledProfile;
  readonly faults: readonly PlacedProblem[];
  /** Allowed, and probably not what is meant. */
  readonly warnings: readonly PlacedProblem[];
}

export function compileProfile(source: Profile, catalogue: readonly CatalogueEntry[]): CompiledOutcome {
  const faults = new Faults();
  const earlier = new Set<string>();
  const expressions = expressionCompiler(faults, () => earlier);
  for (const [at, tool] of source.matches.tools.entries()) {
    if (!Object.hasOwn(source.tools, tool))
      faults.add(['matches', 'tools', at], `"${tool}" is not among \`tools\``);
  }
  const steps = source.collect.map((step, at) => {
    const compiled = compileStep(step, ['collect', at], { source, earlier, faults, expressions });
    if (earlier.has(step.step)) faults.add(['collect', at, 'step'], `there are two steps "${step.step}"`);
    earlier.add(step.step);
    return compiled;
  });
  const entities = source.entities.map((entity, at) =>
    compileEntity(entity, ['entities', at], { source, earlier, faults, expressions, steps }),
  );
  const actions = Object.entries(source.actions).map(([id, action]) =>
    action === undefined
      ? undefined
      : compileAction({ id, action, profile: source, catalogue, faults, expressions }),
  );
  checkUse(source, faults);
  const tools = Object.entries(source.tools);
  const named = (isSo: (is: (typeof tools)[number][1]) => boolean) =>
    tools.filter(([, is]) => isSo(is)).map(([tool]) => tool);
  return {
    ...(faults.all.length === 0 && {
      profile: {
        source,
        steps: steps.filter((step) => step !== undefined),
        entities: entities.filter((entity) => entity !== undefined),
        reads: named((is) => is !== 'write'),
        writes: named((is) => is === 'write'),
        actions: actions.filter((action) => action !== undefined),
      },
    }),
    faults: faults.all,
    warnings: faults.warnings,
  };
}

function checkUse(source: Profile, faults: Faults): void {
  const used = new Set([
    ...source.collect.map(({ tool }) => tool),
    ...Object.values(source.actions).flatMap((action) =>
      action === undefined
        ? []
        : [...action.read.calls, ...action.calls, ...(action.rollback?.calls ?? [])].map(({ tool }) => tool),
    ),
  ]);
  for (const [tool, is] of Object.entries(source.tools)) {
    if (!used.has(tool))
      faults.warn(
        ['tools', tool],
        is === 'as-written'
          ? 'nothing uses it, so it is never called'
          : 'nothing uses it; diagnosis and the assistant may call it all the same',
      );
  }
}
