/** Values that break code which trusts what it is given. */
export function hostileValues(): readonly unknown[] {
  const circle: Record<string, unknown> = {};
  circle["self"] = [circle];
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  let deep: unknown = "bottom";
  for (let level = 0; level < 50_000; level += 1) deep = level % 2 === 0 ? { deep } : [deep];
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
    circle,
    deep,
    revoked,
    new Proxy({}, { ownKeys: hostile, get: hostile, getPrototypeOf: hostile }),
    Object.create(null),
    new Date(Number.NaN),
    new Map([[circle, circle]]),
    Array.from({ length: 300_000 }, () => "x"),
    Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`k${at}`, at])),
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}'),
    {
      get id(): never {
        return hostile();
      },
      toJSON: hostile,
    },
  ];
}

function hostile(): never {
  throw new Error("This value throws when it is looked at.");
}
