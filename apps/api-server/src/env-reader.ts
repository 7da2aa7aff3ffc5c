/** The environment as a process gets it. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Reads variables one by one and collects every problem, so that an operator sees all of them at once. */
export interface EnvReader {
  /** A variable that is set and not empty. */
  text(name: string): string | undefined;
  oneOf<Value extends string>(name: string, values: readonly Value[], fallback: Value): Value;
  wholeNumber(name: string, min: number, max: number, fallback: number): number;
  flag(name: string): boolean;
  problem(name: string, message: string): void;
  /** Problems so far, and one for each `CORDON_` variable that nothing asked for. */
  problems(): readonly string[];
}

/** Makes a reader over one environment. Messages never contain a value: it may be a secret in the wrong variable. */
export function createEnvReader(env: Env): EnvReader {
  const asked = new Set<string>();
  const problems: string[] = [];
  const problem = (name: string, message: string): void => void problems.push(`${name} ${message}`);
  const text = (name: string): string | undefined => {
    asked.add(name);
    const value = env[name];
    return value === undefined || value === "" ? undefined : value;
  };
  return {
    text,
    oneOf(name, values, fallback) {
      const value = text(name) ?? fallback;
      const found = values.find((each) => each === value);
      if (found === undefined) problem(name, `must be one of ${values.join(", ")}.`);
      return found ?? fallback;
    },
    wholeNumber(name, min, max, fallback) {
      const value = text(name);
      if (value === undefined) return fallback;
      const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      problem(name, `must be a whole number from ${min} to ${max}.`);
      return fallback;
    },
    flag(name) {
      const value = text(name) ?? "false";
      if (value !== "true" && value !== "false") problem(name, "must be true or false.");
      return value === "true";
    },
    problem,
    problems() {
      const unknown = Object.keys(env).filter((name) => name.startsWith("CORDON_") && !asked.has(name));
      const known = [...asked].sort().join(", ");
      return [...problems, ...unknown.map((name) => `${name} is not known. The known variables are ${known}.`)];
    },
  };
}
