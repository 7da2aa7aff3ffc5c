import type { HostFunction } from "../../src/index.ts";

/** What the hostile guests may call: enough to try and misuse. */
export function hostFunctions(): readonly HostFunction[] {
  const declared = { module: "env", maxCalls: 100, waits: false } as const;
  return [
    { ...declared, name: "log", params: ["text"], result: "none", run: () => undefined },
    { ...declared, name: "bytes", params: ["bytes"], result: "none", run: () => undefined },
    { ...declared, name: "ask", params: [], result: "bytes", run: () => new Uint8Array(64).fill(7) },
    {
      ...declared,
      name: "fail",
      params: [],
      result: "none",
      run() {
        throw new Error("The host function fails on purpose.");
      },
    },
  ];
}
