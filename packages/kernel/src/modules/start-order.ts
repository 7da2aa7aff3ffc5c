import { kernelModuleError } from "./module-errors.ts";

/** Which modules each module depends on. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

/**
 * Modules with each after those that it depends on, and else in the order in which they are given. One that is not among them is left out.
 * Throws `kernel/dependency-circle`, which names the path.
 */
export function startOrder(dependencies: Dependencies): readonly string[] {
  const order: string[] = [];
  const done = new Set<string>();
  for (const root of dependencies.keys()) {
    // A stack of its own: a chain of thousands must not end that of the thread.
    const path: { readonly id: string; readonly left: string[] }[] = [];
    const onPath = new Set<string>();
    const enter = (id: string): void => {
      const needed = dependencies.get(id);
      if (needed === undefined || done.has(id)) return;
      if (onPath.has(id)) throw circle([...path.map((each) => each.id), id]);
      onPath.add(id);
      path.push({ id, left: [...needed] });
    };
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.left.shift();
      if (next !== undefined) {
        enter(next);
        continue;
      }
      path.pop();
      onPath.delete(top.id);
      done.add(top.id);
      order.push(top.id);
    }
  }
  return order;
}

function circle(walked: readonly string[]): Error {
  return kernelModuleError("kernel/dependency-circle", { path: walked.slice(walked.indexOf(walked.at(-1) ?? "")) });
}
