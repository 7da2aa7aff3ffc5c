import { equal, ok } from "node:assert/strict";
import type { LogFields, Logger } from "../ports/logger.ts";
import type { ConformanceCase } from "./conformance.ts";
import { hostileValues } from "./hostile-values.ts";

/**
 * A logger that takes every level, and all that it has written so far, one text per record. `breakOutput` is there for the
 * ability "breaks": from then on nothing can be written, until `mendOutput`.
 */
export interface LoggerFixture {
  readonly logger: Logger;
  readonly written: () => readonly string[];
  readonly breakOutput?: () => void;
  readonly mendOutput?: () => void;
}

const SECRET = "hunter2-Zx9";
const TOKEN = `cordon_${"Ab3_".repeat(10)}xyz`;

/** The contract of `Logger`, case by case. */
export const loggerCases: readonly ConformanceCase<LoggerFixture>[] = [
  {
    name: "a record is kept with its level, message and fields",
    needs: [],
    async run(make) {
      const { logger, written } = await make();
      for (const level of ["debug", "info", "warn", "error"] as const) logger.log(level, `at ${level}`, { port: 8787 });
      const texts = written();
      equal(texts.length, 4);
      for (const [at, level] of ["debug", "info", "warn", "error"].entries()) {
        for (const part of [level, `at ${level}`, "port", "8787"]) ok(texts[at]?.includes(part));
      }
    },
  },
  {
    name: "fields named like secrets are redacted at any depth",
    needs: [],
    async run(make) {
      const { logger, written } = await make();
      const names = ["password", "Authorization", "apiKey", "x-api-key", "accessToken", "client_secret", "Set-Cookie"];
      for (const name of names) {
        logger.log("info", "m", { [name]: SECRET, a: { b: [{ [name]: { value: SECRET } }] } });
        logger.log("info", "m", { headers: ["accept", "text/plain", name, SECRET] });
      }
      equal(written().length, names.length * 2);
      ok(!written().join("\n").includes(SECRET));
    },
  },
  {
    name: "secrets inside texts are redacted, in messages, fields and errors",
    needs: [],
    async run(make) {
      const { logger, written } = await make();
      for (const text of secretTexts()) {
        logger.log("error", text, { text, error: new Error(text, { cause: new Error(text) }), [text]: 1 });
      }
      const all = written().join("\n");
      ok(!all.includes(SECRET) && !all.includes(TOKEN.slice(0, 20)));
    },
  },
  {
    name: "an error is kept with its code and causes",
    needs: [],
    async run(make) {
      const { logger, written } = await make();
      const cause = Object.assign(new Error("no route"), { code: "EHOSTUNREACH" });
      logger.log("error", "failed", { error: new TypeError("outer", { cause }) });
      for (const part of ["TypeError", "outer", "no route", "EHOSTUNREACH"]) ok(written().join("").includes(part));
    },
  },
  {
    name: "it never throws and returns nothing to wait for, whatever it is given",
    needs: [],
    async run(make) {
      const { logger } = await make();
      for (const hostile of hostileValues()) {
        equal(logger.log("info", "m", hostile as LogFields), undefined);
        equal(logger.log("error", hostile as string, { hostile, list: [hostile] }), undefined);
        equal(logger.log(hostile as "info", "m"), undefined);
      }
    },
  },
  {
    name: "a hostile field does not take the others with it",
    needs: [],
    async run(make) {
      const { logger, written } = await make();
      for (const hostile of hostileValues()) logger.log("info", "m", { hostile, kept: "still here" });
      equal(written().filter((text) => text.includes("still here")).length, hostileValues().length);
    },
  },
  {
    name: "a record stays small, however much it is given",
    needs: [],
    async run(make) {
      const { logger, written } = await make();
      const values = hostileValues();
      logger.log("info", "x ".repeat(1 << 20), {
        a: Array.from({ length: 1000 }, () => ({ a: values, b: "y ".repeat(9999) })),
      });
      ok((written()[0]?.length ?? 0) < 1_000_000);
    },
  },
  {
    name: "a record that cannot be written is dropped, and those after it are not",
    needs: ["breaks"],
    async run(make) {
      const { logger, written, breakOutput, mendOutput } = await make();
      breakOutput?.();
      logger.log("error", "lost");
      mendOutput?.();
      logger.log("error", "found");
      ok(written().some((text) => text.includes("found")));
      ok(!written().some((text) => text.includes("lost")));
    },
  },
];

function secretTexts(): readonly string[] {
  return [
    `Authorization: Bearer ${SECRET}`,
    `sent bearer ${SECRET} twice`,
    `cookie: theme=dark; sid=${SECRET}`,
    `postgres://cordon:${SECRET}@db.example/cordon`,
    `postgres://cordon:p@ss/${SECRET}@db.example/cordon`,
    `host=db password=${SECRET} user=x`,
    `{"password":"${SECRET}","a":1}`,
    JSON.stringify({ body: JSON.stringify({ client_secret: `a b ${SECRET}` }) }),
    `https://example.com/?api_key=${SECRET}&x=1`,
    `the token ${TOKEN} was refused`,
    `/callback/${TOKEN}/x`,
    `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`,
    `-----BEGIN EC PRIVATE KEY-----\n${SECRET}`,
  ];
}
