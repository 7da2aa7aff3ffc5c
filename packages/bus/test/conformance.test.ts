import { createSystemClock } from "@cordon/core/system";
import { runSuite } from "../../../tools/testing/run-suite.ts";
import { messageBusCases } from "../src/conformance/index.ts";
import { createMessageBus } from "../src/index.ts";
import { partsOf } from "./_bus-world.ts";

runSuite(messageBusCases, async () => createMessageBus(partsOf(createSystemClock())));
