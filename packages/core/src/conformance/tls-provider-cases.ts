import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { inspect } from "node:util";
import type { TlsMaterial, TlsProvider } from "../ports/tls-provider.ts";
import type { ConformanceCase } from "./conformance.ts";

/**
 * Providers in the states that the contract speaks of, and the material of `good`. `unreadable` is there for the ability
 * "reads", `renew` (which changes what `good` gives) for "renews", `off` for "off".
 */
export interface TlsProviderFixture extends AsyncDisposable {
  readonly material: TlsMaterial;
  readonly good: TlsProvider;
  readonly mismatched: TlsProvider;
  readonly unreadable?: TlsProvider;
  readonly off?: TlsProvider;
  readonly renew?: () => Promise<TlsMaterial>;
}

const never = (): AbortSignal => new AbortController().signal;

/** The contract of `TlsProvider`, case by case. */
export const tlsProviderCases: readonly ConformanceCase<TlsProviderFixture>[] = [
  {
    name: "load gives the certificate chain and the key that are current",
    needs: [],
    async run(make) {
      await using fixture = await make();
      deepEqual(await fixture.good.load(never()), fixture.material);
      deepEqual(await fixture.good.load(never()), fixture.material);
    },
  },
  {
    name: "load gives renewed material once there is some",
    needs: ["renews"],
    async run(make) {
      await using fixture = await make();
      await fixture.good.load(never());
      const renewed = await offered(fixture.renew, "renews")();
      ok(renewed.certificateChainPem !== fixture.material.certificateChainPem);
      deepEqual(await fixture.good.load(never()), renewed);
    },
  },
  {
    name: "loads at the same time all give the material",
    needs: [],
    async run(make) {
      await using fixture = await make();
      const loaded = await Promise.all(Array.from({ length: 10 }, () => fixture.good.load(never())));
      for (const each of loaded) deepEqual(each, fixture.material);
    },
  },
  {
    name: "TLS that is off by declaration gives undefined",
    needs: ["off"],
    async run(make) {
      await using fixture = await make();
      equal(await offered(fixture.off, "off").load(never()), undefined);
    },
  },
  {
    name: "a key that does not fit its certificate is rejected with tls/unavailable",
    needs: [],
    async run(make) {
      await using fixture = await make();
      await rejects(fixture.mismatched.load(never()), { name: "AppError", code: "tls/unavailable" });
    },
  },
  {
    name: "what cannot be read is rejected with tls/unavailable, never taken for TLS that is off",
    needs: ["reads"],
    async run(make) {
      await using fixture = await make();
      await rejects(offered(fixture.unreadable, "reads").load(never()), { name: "AppError", code: "tls/unavailable" });
    },
  },
  {
    name: "no part of an error holds key material",
    needs: [],
    async run(make) {
      await using fixture = await make();
      for (const provider of [fixture.mismatched, fixture.unreadable]) {
        const error: unknown = await provider?.load(never()).catch((thrown: unknown) => thrown);
        const shown = `${inspect(error, { depth: Infinity, showHidden: true })}${JSON.stringify(error)}`;
        for (const line of keyLines(fixture.material)) ok(!shown.includes(line));
        ok(!shown.includes("PRIVATE KEY"));
      }
    },
  },
  {
    name: "an aborted signal rejects with core/aborted",
    needs: [],
    async run(make) {
      await using fixture = await make();
      for (const provider of [fixture.good, fixture.mismatched]) {
        await rejects(provider.load(AbortSignal.abort()), { code: "core/aborted" });
      }
    },
  },
];

function offered<Ability>(ability: Ability | undefined, name: string): Ability {
  if (ability === undefined)
    throw new TypeError(`The ability "${name}" is claimed, and the fixture does not offer it.`);
  return ability;
}

function keyLines({ privateKeyPem }: TlsMaterial): readonly string[] {
  return privateKeyPem.split("\n").filter((line) => line.length > 15 && !line.startsWith("-----"));
}
