import { describe } from "vitest";
import { storageCases } from "../src/conformance/index.ts";
import { createMemoryStorage } from "../src/index.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

describe("memory storage", () => runSuite(storageCases, async () => createMemoryStorage()));
