import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { inspect } from "node:util";
import type { Authenticator, Credentials } from "../ports/authenticator.ts";
import type { ConformanceCase } from "./conformance.ts";

/** An authenticator, credentials of at least 20 characters that it accepts, and whose they are. */
export interface AuthenticatorFixture {
  readonly authenticator: Authenticator;
  readonly accepted: Credentials;
  readonly principalId: string;
}

const never = (): AbortSignal => new AbortController().signal;

/** The contract of `Authenticator`, case by case. */
export const authenticatorCases: readonly ConformanceCase<AuthenticatorFixture>[] = [
  {
    name: "accepted credentials give their principal",
    needs: [],
    async run(make) {
      const { authenticator, accepted, principalId } = await make();
      equal((await authenticator.authenticate(accepted, never())).id, principalId);
    },
  },
  {
    name: "credentials that are not accepted are rejected with auth/rejected",
    needs: [],
    async run(make) {
      const { authenticator, accepted } = await make();
      for (const credentials of wrong(accepted)) {
        await rejects(authenticator.authenticate(credentials, never()), { name: "AppError", code: "auth/rejected" });
      }
    },
  },
  {
    name: "credentials of the wrong type are rejected in the same way",
    needs: [],
    async run(make) {
      const { authenticator, accepted } = await make();
      for (const value of [undefined, null, 0, {}, [accepted.value], new Uint8Array(8)]) {
        const credentials = { scheme: accepted.scheme, value } as unknown as Credentials;
        // A list of the one right value must not be taken for the value itself.
        await rejects(authenticator.authenticate(credentials, never()), { code: "auth/rejected" });
      }
    },
  },
  {
    name: "a rejection does not say which part was wrong",
    needs: [],
    async run(make) {
      const { authenticator, accepted } = await make();
      const said = new Set<string>();
      for (const credentials of wrong(accepted)) {
        const error = await rejection(authenticator, credentials);
        said.add(JSON.stringify([error.message, error.details, error.cause === undefined]));
      }
      equal(said.size, 1);
    },
  },
  {
    name: "the time to reject does not depend on how much was right",
    needs: [],
    async run(make) {
      const { authenticator, accepted } = await make();
      const near = { ...accepted, value: lastChanged(accepted.value) };
      const far = { ...accepted, value: "~".repeat(accepted.value.length) };
      const times = { near: Infinity, far: Infinity };
      // The best of many short batches, taken in turn, is hardly touched by whatever else the machine does. This finds a
      // slow step that only nearly right credentials reach; differences of nanoseconds it cannot find.
      for (let batch = 0; batch < 40; batch += 1) {
        times.near = Math.min(times.near, await timed(authenticator, near));
        times.far = Math.min(times.far, await timed(authenticator, far));
      }
      const ratio = times.near / times.far;
      ok(ratio > 1 / 3 && ratio < 3, `Nearly right credentials took ${ratio} times as long as wholly wrong ones.`);
    },
  },
  {
    name: "the credentials are in no part of the error",
    needs: [],
    async run(make) {
      const { authenticator, accepted } = await make();
      const value = lastChanged(accepted.value);
      const error = await rejection(authenticator, { ...accepted, value });
      const shown = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error);
      ok(!shown.includes(value.slice(4, 16)));
    },
  },
  {
    name: "many at once each get their own answer",
    needs: [],
    async run(make) {
      const { authenticator, accepted } = await make();
      const bad = { ...accepted, value: lastChanged(accepted.value) };
      const settled = await Promise.allSettled(
        Array.from({ length: 50 }, (_, at) => authenticator.authenticate(at % 2 === 0 ? accepted : bad, never())),
      );
      deepEqual(
        settled.map(({ status }) => status),
        settled.map((_, at) => (at % 2 === 0 ? "fulfilled" : "rejected")),
      );
    },
  },
  {
    name: "an aborted signal rejects with core/aborted, right or wrong",
    needs: [],
    async run(make) {
      const { authenticator, accepted } = await make();
      const bad = { ...accepted, value: lastChanged(accepted.value) };
      for (const credentials of [accepted, bad]) {
        await rejects(authenticator.authenticate(credentials, AbortSignal.abort()), { code: "core/aborted" });
      }
    },
  },
];

function wrong(accepted: Credentials): readonly Credentials[] {
  const { scheme, value } = accepted;
  const values = [
    "",
    value.slice(0, -1),
    value.slice(1),
    `${value}x`,
    `${value} `,
    lastChanged(value),
    "x".repeat(1 << 20),
  ];
  return [...values.map((each) => ({ scheme, value: each })), { scheme: "", value }, { scheme: `${scheme}s`, value }];
}

function lastChanged(value: string): string {
  return value.slice(0, -1) + (value.endsWith("x") ? "y" : "x");
}

interface Rejection {
  readonly message: string;
  readonly details: unknown;
  readonly cause: unknown;
}

async function rejection(authenticator: Authenticator, credentials: Credentials): Promise<Rejection> {
  try {
    await authenticator.authenticate(credentials, never());
  } catch (error) {
    return error as Rejection;
  }
  throw new TypeError("Credentials that should have been rejected were accepted.");
}

async function timed(authenticator: Authenticator, credentials: Credentials): Promise<number> {
  const start = performance.now();
  for (let count = 0; count < 20; count += 1) await rejection(authenticator, credentials);
  return performance.now() - start;
}
