import { createSystemClock } from "@cordon/core/system";
import { createManualClock } from "@cordon/core/testing";
import { createMessageBus } from "@cordon/bus";
import { createSequentialIds, createSeededRandom } from "@cordon/core/testing";
import { createWasmEngine } from "@cordon/wasm-engine";
import { coreError, type JsonValue } from "@cordon/core";
import { afterAll, describe } from "vitest";
import { createMemoryModule } from "../../src/adapters/memory/memory-module.ts";
import { createNativeModule } from "../../src/adapters/native/native-module.ts";
import { createPluginModule } from "../../src/adapters/plugin/plugin-module.ts";
import { createWasmModule } from "../../src/adapters/wasm/wasm-module.ts";
import { moduleCases, type ModuleFixture } from "../../src/conformance/index.ts";
import type { Module, ModuleContext } from "../../src/modules/module.ts";
import { runSuite } from "../../../../tools/testing/run-suite.ts";
import { SUITE_GUEST } from "./_wat.ts";

const engine = createWasmEngine({ clock: createSystemClock() });
afterAll(() => engine[Symbol.asyncDispose]());

const clock = createManualClock();
const bus = createMessageBus({ clock, ids: createSequentialIds(), random: createSeededRandom(1) });

function fixtureOf(module: Module): ModuleFixture {
  const context = (): ModuleContext => ({
    sender: bus.openSender(module.id),
    config: {},
    log: () => undefined,
    clock,
    signal: new AbortController().signal,
    end: () => undefined,
  });
  return { module, context };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(coreError("core/aborted", {})), { once: true });
  });
}

async function answerOf(method: string, payload: JsonValue, signal: AbortSignal): Promise<JsonValue> {
  switch (method) {
    case "echo":
      return payload;
    case "wait":
      return untilAborted(signal);
    default:
      throw new Error("It fails on purpose.");
  }
}

describe("native module", () => {
  runSuite(
    moduleCases,
    async () =>
      fixtureOf(
        createNativeModule({ id: "suite", invoke: ({ method, payload }, signal) => answerOf(method, payload, signal) }),
      ),
    { abilities: ["waits"] },
  );
});

describe("memory module", () => {
  runSuite(
    moduleCases,
    async () =>
      fixtureOf(
        createMemoryModule({
          id: "suite",
          methods: {
            echo: (payload) => payload,
            wait: (_payload, _call, signal) => untilAborted(signal),
            fail() {
              throw new Error("It fails on purpose.");
            },
          },
        }),
      ),
    { abilities: ["waits"] },
  );
});

describe("plugin module", () => {
  runSuite(
    moduleCases,
    async () =>
      fixtureOf(
        createPluginModule({
          id: "suite",
          invoke: ({ operation, input }, signal) => answerOf(operation, input, signal),
        }),
      ),
    { abilities: ["waits"] },
  );
});

describe("WASM module", () => {
  runSuite(
    moduleCases,
    async () => fixtureOf(createWasmModule({ id: "suite", engine, bytes: SUITE_GUEST, limits: { fuel: 500_000 } })),
    { abilities: ["isolated"] },
  );
});
