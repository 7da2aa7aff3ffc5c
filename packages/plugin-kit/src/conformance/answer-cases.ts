import { deepEqual, equal, ok } from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { PluginExample } from "../folder/plugin-files.ts";
import type { HarnessCall } from "../harness/harness-call.ts";
import { BAD_INPUTS } from "./bad-inputs.ts";
import { call, describe, isFault, labelOf } from "./call-example.ts";
import { type PluginSubject, stillHarness } from "./plugin-subject.ts";

/** What a plugin answers. */
export const answerCases: readonly ConformanceCase<PluginSubject>[] = [
  {
    name: "every example is answered as it says, within the limits",
    needs: [],
    async run(make) {
      const subject = await make();
      for (const example of subject.files.examples) {
        await using harness = await stillHarness(subject);
        requireAnswer(example, await call(harness, example));
      }
    },
  },
  {
    name: "the same call twice gives the same answer for the same fuel",
    needs: [],
    async run(make) {
      const subject = await make();
      for (const example of subject.files.examples) {
        const [one, other] = [await firstCall(subject, example), await firstCall(subject, example)];
        deepEqual(answerOf(other), answerOf(one), `${labelOf(example)} is answered otherwise the second time.`);
        equal(other.usage.fuelUsed, one.usage.fuelUsed, `${labelOf(example)} uses other fuel the second time.`);
      }
    },
  },
  {
    name: "a call that keeps nothing finds nothing of the calls before it",
    needs: [],
    async run(make) {
      const subject = await make();
      const { examples } = subject.files;
      await using used = await stillHarness(subject);
      for (const example of examples) await call(used, example);
      for (const example of examples) {
        const first = await firstCall(subject, example);
        // What storage holds may well make a difference.
        if (first.hostUses.some(({ action }) => action === "storage")) continue;
        deepEqual(
          answerOf(await call(used, example)),
          answerOf(first),
          `${labelOf(example)} depends on earlier calls.`,
        );
      }
    },
  },
  {
    name: "bad input does it no harm",
    needs: [],
    async run(make) {
      const subject = await make();
      await using harness = await stillHarness(subject);
      for (const operation of Object.keys(harness.manifest.operations)) {
        for (const input of BAD_INPUTS) {
          const answered = await call(harness, { operation, input });
          ok(!isFault(answered), `${labelOf({ operation, input })} ends with ${describe(answered.outcome)}.`);
        }
      }
      for (const example of subject.files.examples) {
        const { outcome } = await call(harness, example);
        equal(outcome.kind, "output", `${labelOf(example)} ends with ${describe(outcome)} after bad input.`);
      }
    },
  },
];

async function firstCall(subject: PluginSubject, example: PluginExample): Promise<HarnessCall> {
  await using harness = await stillHarness(subject);
  return await call(harness, example);
}

function requireAnswer(example: PluginExample, { outcome }: HarnessCall): void {
  const wanted = example.refused === true ? "refused" : "value";
  const kind = outcome.kind === "output" ? outcome.output.kind : outcome.code;
  equal(kind, wanted, `${labelOf(example)} ends with ${describe(outcome)}.`);
  if (example.output === undefined || outcome.kind !== "output" || outcome.output.kind !== "value") return;
  const isAsShown = isDeepStrictEqual(outcome.output.value, example.output);
  ok(
    isAsShown,
    `${labelOf(example)} gives ${describe(outcome)}, and the example says ${JSON.stringify(example.output)}.`,
  );
}

// Ids of calls are the same, too; the time that a call took is not.
function answerOf({ outcome, hostUses, logs }: HarnessCall): unknown {
  return { outcome, hostUses, logs: logs.map(({ level, message, fields }) => ({ level, message, fields })) };
}
