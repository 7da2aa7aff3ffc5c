/** Values that break code which trusts what it is given: throwing getters and traps, cycles, wrong types, huge sizes. */
export function hostileValues(): readonly unknown[] {
  const cycle: Record<string, unknown> = {};
  cycle["self"] = [cycle];
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  return [
    undefined,
    null,
    0,
    Number.NaN,
    10n ** 400n,
    Symbol("s"),
    () => undefined,
    "x".repeat(1 << 20),
    "line\nbreak\u0000\u001b[31m\u2028\ud800",
    cycle,
    deep(10_000),
    revoked,
    throwingProxy(),
    Object.create(null),
    new Date(Number.NaN),
    new Uint8Array(1 << 20),
    new Map([[cycle, cycle]]),
    Array.from({ length: 100_000 }, () => "x"),
    Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, at])),
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}'),
    {
      get name(): never {
        throw new Error("a hostile getter");
      },
      get message(): never {
        // oxlint-disable-next-line typescript/only-throw-error -- hostile code throws anything.
        throw undefined;
      },
      toJSON(): never {
        throw new Error("a hostile toJSON");
      },
      toString(): never {
        throw new Error("a hostile toString");
      },
    },
    hostileError(),
  ];
}

function trap(): never {
  throw new Error("a hostile trap");
}

function throwingProxy(): object {
  return new Proxy(
    {},
    { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap, set: trap },
  );
}

function deep(levels: number): unknown {
  let value: unknown = "bottom";
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? { value } : [value];
  return value;
}

function hostileError(): Error {
  const error = new Error("outer");
  error.cause = error;
  return Object.defineProperty(error, "stack", {
    get(): never {
      throw new Error("a hostile stack");
    },
  });
}
