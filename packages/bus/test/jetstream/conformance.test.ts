import { inject, describe } from "vitest";
import { runSuite } from "../../../../tools/testing/run-suite.ts";
import { messageBusCases } from "../../src/conformance/index.ts";
import { busOf } from "./_servers.ts";

const url = inject("natsUrl");

describe.skipIf(url === "")("a bus that is joined to another", () => {
  runSuite(
    messageBusCases,
    async () => {
      const { start } = busOf(url);
      const [one] = await Promise.all([start("one"), start("two")]);
      return one.bus;
    },
    {
      abilities: [],
      deviations: {
        "what is too large or too deep cannot be published":
          "the broker takes 1 MiB in all, where the bus takes as much of payload",
        "block lets the publisher wait until there is room, in order":
          "who does not wait for a subscriber waits for the broker",
      },
    },
  );
});
