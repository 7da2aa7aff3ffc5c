import type { Clock } from "@cordon/core";
import { createEgress, createMemoryHttpConnector, createMemoryResolver, type EgressHost } from "@cordon/egress";
import type { HttpExample } from "../folder/plugin-files.ts";

// Any public address does: nothing is connected to.
const SOMEWHERE = ["93.184.216.34"];

/** A network that has every host there is, each with the answers that the author wrote down. What is not among them is a 404. */
export function createMemoryNetwork(clock: Clock, answers: readonly HttpExample[]): EgressHost {
  const connector = createMemoryHttpConnector(({ method, url }) => {
    const found = answers.find(
      (each) => each.method === method && URL.canParse(each.url) && new URL(each.url).href === url.href,
    );
    if (found === undefined) return { status: 404, body: `http.json has no answer to ${method} ${url.href}` };
    const { status, headers = {}, body = "" } = found;
    return { status, headers, body };
  });
  return createEgress({ clock, resolver: createMemoryResolver(() => SOMEWHERE), connector });
}
