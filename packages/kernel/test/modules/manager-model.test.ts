import fc from "fast-check";
import { expect, test } from "vitest";
import { TRANSITIONS } from "../../src/modules/lifecycle.ts";
import { settle } from "./_fixtures.ts";
import { ManagerModel, type RealManager, realManager, settleStep } from "./_manager-model.ts";

type Id = "a" | "b";
type Command = fc.AsyncCommand<ManagerModel, RealManager>;

/** Does something to both, and then both must be the same. */
function command(name: string, act: (model: ManagerModel, real: RealManager) => Promise<void>): Command {
  return {
    check: () => true,
    async run(model, real) {
      await act(model, real);
      await settle();
      for (const id of ["a", "b"] as const) {
        expect(`${id} ${real.manager.state(id)}`).toBe(`${id} ${model.modules[id].state}`);
        const { contexts, stops } = real.scripted[id];
        const { state } = model.modules[id];
        // One that is starting may still wait for what the life before holds, and has no context yet.
        if (contexts.length === 0 || (state === "starting" && stops.length > 0)) continue;
        expect(contexts.at(-1)?.signal.aborted).toBe(state !== "starting" && state !== "running");
      }
      expect(await real.announced()).toEqual(model.announced);
    },
    toString: () => name,
  };
}

const ask = (real: RealManager, asked: Promise<unknown>): void => void real.pending.push(asked.catch(() => {}));
// A start waits for what the life before holds, and then the module is asked: both steps are settled by one command.
const both = async (real: RealManager, id: Id): Promise<void> => {
  if (real.manager.state(id) === "starting") await settleStep(real.scripted[id].stops, true);
};

const starting = (id: Id): Command =>
  command(`start ${id}`, async (model, real) => {
    model.start(id);
    ask(real, real.manager.start(id));
  });
const stopping = (id: Id): Command =>
  command(`stop ${id}`, async (model, real) => {
    model.stop(id);
    ask(real, real.manager.stop(id));
  });
const convergingStarts = (id: Id): Command =>
  command(`start ${id} three times at once`, async (model, real) => {
    model.start(id);
    for (let time = 0; time < 3; time += 1) ask(real, real.manager.start(id));
  });
const startAndStop = (id: Id): Command =>
  command(`start and stop ${id} at once`, async (model, real) => {
    model.start(id);
    model.stop(id);
    ask(real, real.manager.start(id));
    ask(real, real.manager.stop(id));
  });
const stopAndStart = (id: Id): Command =>
  command(`stop and start ${id} at once`, async (model, real) => {
    model.stop(id);
    model.start(id);
    ask(real, real.manager.stop(id));
    ask(real, real.manager.start(id));
  });
const startSettles = (id: Id, isReady: boolean): Command =>
  command(`the start of ${id} ${isReady ? "succeeds" : "fails"}`, async (model, real) => {
    model.startSettled(id, isReady);
    await both(real, id);
    await settleStep(real.scripted[id].starts, isReady);
  });
const stopSettles = (id: Id, isDone: boolean): Command =>
  command(`the stop of ${id} ${isDone ? "succeeds" : "fails"}`, async (model, real) => {
    // What a failed module gives back meanwhile changes no state.
    if (model.modules[id].state !== "stopping") {
      if (real.scripted[id].stops.length > 0) model.released(id);
      return settleStep(real.scripted[id].stops, true);
    }
    model.stopSettled(id, isDone);
    return settleStep(real.scripted[id].stops, isDone);
  });
const failing = (id: Id): Command =>
  command(`${id} fails`, async (model, real) => {
    await both(real, id);
    if (real.scripted[id].contexts.length === 0) return;
    model.failed(id);
    real.scripted[id].contexts.at(-1)?.end(new Error("It fails on purpose."));
  });
const ghost = (id: Id): Command =>
  command(`an earlier life of ${id} ends`, async (_model, real) => {
    for (const each of real.scripted[id].contexts.slice(0, -1)) each.end(new Error("A ghost."));
  });

const commands = (["a", "b"] as const).flatMap((id) => [
  fc.constant(starting(id)),
  fc.constant(stopping(id)),
  fc.constant(convergingStarts(id)),
  fc.constant(startAndStop(id)),
  fc.constant(stopAndStart(id)),
  fc.constant(startSettles(id, true)),
  fc.constant(startSettles(id, true)),
  fc.constant(startSettles(id, false)),
  fc.constant(stopSettles(id, true)),
  fc.constant(stopSettles(id, true)),
  fc.constant(stopSettles(id, false)),
  fc.constant(failing(id)),
  fc.constant(ghost(id)),
]);

test("every sequence of commands ends as the model says, with nothing but allowed transitions", async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 40 }), async (sequence) => {
      const real = realManager();
      await fc.asyncModelRun(() => ({ model: new ManagerModel(), real }), sequence);
      for (const change of real.changes) {
        const [, from = "", to = ""] = /: (\w+) -> (\w+)/.exec(change) ?? [];
        expect(Object.values(TRANSITIONS[from as "loaded"])).toContain(to);
      }
      // Whatever was going on, disposal brings every caller an end.
      const disposing = real.manager[Symbol.asyncDispose]();
      for (let turn = 0; turn < 8; turn += 1)
        for (const id of ["a", "b"] as const) {
          await settleStep(real.scripted[id].stops, true);
          await settleStep(real.scripted[id].starts, true);
        }
      await disposing;
      await Promise.all(real.pending);
      expect(real.clock.waiting).toBe(0);
    }),
    { numRuns: 150 },
  );
}, 120_000);
