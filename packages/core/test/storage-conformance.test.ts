import { describe } from "vitest";
import { storageCases } from "../src/conformance/index.ts";
import { createMemoryStorage } from "../src/index.ts";
import { runSuite } from "./_register.ts";

describe("memory storage", () => runSuite(storageCases, async () => createMemoryStorage()));
