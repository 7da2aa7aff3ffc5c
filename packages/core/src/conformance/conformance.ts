/** One promise of a port, as something that can be run. `needs` names the abilities without which it has no meaning. */
export interface ConformanceCase<Subject> {
  readonly name: string;
  readonly needs: readonly string[];
  run(make: () => Promise<Subject>): Promise<void>;
}

/** What an adapter says of itself: the abilities it has, and the cases it knowingly fails, each with its reason. */
export interface Claims {
  readonly abilities: readonly string[];
  readonly deviations?: Readonly<Record<string, string>>;
}

/** The part of a test runner that a suite needs; Vitest's and Node's `test` both fit. */
export interface CaseRegistrar {
  run(name: string, body: () => Promise<void>): void;
  skip(name: string, reason: string): void;
}

/** A suite to register: whose cases, on what, with which claims, in which runner. */
export interface SuiteOptions<Subject> {
  readonly cases: readonly ConformanceCase<Subject>[];
  readonly make: () => Promise<Subject>;
  readonly claims: Claims;
  readonly registrar: CaseRegistrar;
}

/** How many cases will run and how many were claimed away. */
export interface SuiteCount {
  readonly run: number;
  readonly skipped: number;
}

/**
 * Registers every case with the runner. A case whose needs are not claimed, or that is a named deviation, is registered as
 * skipped with its reason, so that the runner counts it. A deviation that names no case, or an empty suite, throws.
 */
export function registerSuite<Subject>({ cases, make, claims, registrar }: SuiteOptions<Subject>): SuiteCount {
  if (cases.length === 0) throw new RangeError("A conformance suite needs at least one case, and this one has none.");
  const deviations = claims.deviations ?? {};
  for (const name of Object.keys(deviations)) {
    if (!cases.some((each) => each.name === name))
      throw new RangeError(`The deviation "${name}" names no case of this suite.`);
  }
  let skipped = 0;
  for (const each of cases) {
    const reason = deviations[each.name] ?? missingAbility(each.needs, claims.abilities);
    if (reason === undefined) {
      registrar.run(each.name, () => each.run(make));
    } else {
      skipped += 1;
      registrar.skip(each.name, reason);
    }
  }
  return { run: cases.length - skipped, skipped };
}

function missingAbility(needs: readonly string[], abilities: readonly string[]): string | undefined {
  const missing = needs.find((need) => !abilities.includes(need));
  return missing === undefined ? undefined : `needs the ability "${missing}", which is not claimed`;
}
