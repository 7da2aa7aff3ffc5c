import { createMemoryLogger } from "@cordon/core";
import { createManualClock, createSequentialIds } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { createStateRegistry } from "../../src/state/state-registry.ts";
import { openConfig } from "./_config.ts";
import { decision } from "./_decisions.ts";
import { describeStorages, never } from "./_storages.ts";

describeStorages("the state registry", (make) => {
  test("keeps modules, config, decisions and the bus's audit in one storage, for the next process, too", async () => {
    const storage = await make();
    const { ring: keys } = await openConfig(storage);
    const logger = createMemoryLogger();
    const open = () =>
      createStateRegistry({ storage, clock: createManualClock(), ids: createSequentialIds(), logger, keys });
    const first = open();
    const module = { id: "m", kind: "native", manifest: {}, wanted: "running", addedAt: 1 } as const;
    await first.modules.put(module, never);
    await first.config.set({ key: "k", value: "x", secret: true }, never);
    await first.decisions.append(decision(), never);
    first.audit.append({ at: 1, principal: "p", action: "grant", capability: "a:b", outcome: "allowed" });
    await first.audit.flush();
    const second = open();
    expect(await second.modules.list({ limit: 10 }, never)).toHaveLength(1);
    expect(await second.config.reveal({ key: "k" }, never)).toMatchObject({ value: "x" });
    expect(await second.decisions.verify(never)).toMatchObject({ ok: true, entries: 1 });
    expect(await second.audit.recent({ limit: 10 }, never)).toHaveLength(1);
    expect(logger.records).toEqual([]);
  });

  test("without keys it keeps everything but secrets", async () => {
    const storage = await make();
    const options = { storage, clock: createManualClock(), ids: createSequentialIds(), logger: createMemoryLogger() };
    const { config } = createStateRegistry(options);
    await expect(config.set({ key: "k", value: "x", secret: true }, never)).rejects.toMatchObject({
      code: "state/no-keys",
    });
    expect(await config.set({ key: "k", value: "x" }, never)).toMatchObject({ revision: 1 });
  });
});
