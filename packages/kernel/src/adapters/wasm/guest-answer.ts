import { coreError, type JsonValue } from "@cordon/core";
import type { CallReport } from "@cordon/wasm-engine";
import { kernelModuleError } from "../../modules/module-errors.ts";

/** Whose answer it is. */
export interface AnsweredCall {
  readonly moduleId: string;
  readonly method: string;
}

/** What a guest answered, or why it did not. Throws for every end but a completed one whose output is UTF-8 JSON. */
export function readGuestAnswer({ stop, wallMs }: CallReport, call: AnsweredCall): JsonValue {
  switch (stop.kind) {
    case "completed":
      return parse(stop.output, call);
    case "aborted":
      throw coreError("core/aborted", {});
    case "deadline":
      throw kernelModuleError("kernel/invoke-timeout", { ...call, timeoutMs: Math.ceil(wallMs) });
    case "bad-output":
      throw kernelModuleError("kernel/bad-output", { ...call, problem: stop.problem });
    case "trapped":
      throw kernelModuleError("kernel/module-crashed", { ...call, stop: stop.reason, backtrace: stop.backtrace });
    default:
      throw kernelModuleError("kernel/module-crashed", { ...call, stop: stop.kind });
  }
}

function parse(output: Uint8Array, call: AnsweredCall): JsonValue {
  try {
    // A mark at the beginning is no JSON, and is not to be swallowed.
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(output)) as JsonValue;
  } catch {
    throw kernelModuleError("kernel/bad-output", { ...call, problem: "it is no UTF-8 JSON" });
  }
}
