import { type Plugin, PLUGIN_API_VERSION } from "@cordon/core";

export const plugin: Plugin = {
  metadata: { id: "sample", version: "0.1.0", apiVersion: PLUGIN_API_VERSION, operations: ["greet"] },
  async invoke({ input }, { storage, log }) {
    // The manifest's schema says that the input is like this, and the host has seen to it.
    const { name } = input as { readonly name: string };
    if (name.trim() === "") return { kind: "refused", reason: "Nobody is called that." };
    const times = Number((await storage.get("times")) ?? 0) + 1;
    await storage.put("times", times);
    log("info", "greeted", { times });
    return { kind: "value", value: { greeting: `Hello, ${name}!`, times } };
  },
};
