import { defineErrors, type ErrorFactory, type FieldIssue } from "@cordon/core";

const listed = (issues: readonly FieldIssue[]): string =>
  issues.map(({ pointer, message }) => `${pointer || "(whole value)"}: ${message}`).join("; ");

/** What most of these errors are about. */
export interface ModuleErrorDetails {
  readonly moduleId: string;
}

/** A module that could not be started or stopped together with others, and the code of the reason. */
export interface ModuleFailure extends ModuleErrorDetails {
  readonly code: string;
}

/** Something that took longer than it may. */
export interface TimedDetails extends ModuleErrorDetails {
  readonly timeoutMs: number;
}

/** A call of a method. */
export interface CallDetails extends ModuleErrorDetails {
  readonly method: string;
}

/** What was tried with all modules and did not come about with some. */
export interface IncompleteDetails {
  readonly action: "start" | "stop";
  readonly modules: readonly string[];
  readonly failed: readonly ModuleFailure[];
}

/** The codes of this package that are about modules. */
export const moduleErrors = {
  "kernel/invalid-transition": {
    kind: "conflict",
    retryable: false,
    message: ({ from, event }: { readonly from: string; readonly event: string }): string =>
      `A module that is ${from} allows no ${event}. Look at its state, and try again when it has changed.`,
  },
  "kernel/invalid-manifest": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `The module's manifest is not valid. ${listed(issues)}`,
  },
  "kernel/entry-refused": {
    kind: "forbidden",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string =>
      `The module's entry is not read: ${problem}. Name a file inside the module's own folder.`,
  },
  "kernel/load-failed": {
    kind: "invalid",
    retryable: false,
    message: ({ problem }: ModuleErrorDetails & { readonly problem: string }): string =>
      `The module's code could not be loaded: ${problem}`,
  },
  "kernel/module-not-found": {
    kind: "not-found",
    retryable: false,
    message: (_details: ModuleErrorDetails): string =>
      "There is no module with this id. List the modules to see which there are.",
  },
  "kernel/already-loaded": {
    kind: "conflict",
    retryable: false,
    message: (_details: ModuleErrorDetails): string =>
      "A module with this id is loaded already. Unload it first, or give this one another id.",
  },
  "kernel/missing-dependency": {
    kind: "unavailable",
    retryable: true,
    message: ({ path }: { readonly path: readonly string[] }): string =>
      `A module depends on one that is not loaded: ${path.join(" -> ")}. Load it first.`,
  },
  "kernel/dependency-circle": {
    kind: "invalid",
    retryable: false,
    message: ({ path }: { readonly path: readonly string[] }): string =>
      `Modules depend on each other in a circle: ${path.join(" -> ")}. Take one of the dependencies away.`,
  },
  "kernel/dependency-not-running": {
    kind: "unavailable",
    retryable: true,
    message: ({
      dependency,
      state,
    }: ModuleErrorDetails & { readonly dependency: string; readonly state: string }): string =>
      `The module depends on ${dependency}, which is ${state}. Start that first.`,
  },
  "kernel/has-dependents": {
    kind: "conflict",
    retryable: false,
    message: ({ dependents }: ModuleErrorDetails & { readonly dependents: readonly string[] }): string =>
      `Modules that are not stopped depend on this one: ${dependents.join(", ")}. Stop them first, or stop with cascade.`,
  },
  "kernel/start-timeout": {
    kind: "timeout",
    retryable: true,
    message: ({ timeoutMs }: TimedDetails): string =>
      `The module was not ready after ${timeoutMs} ms and was given up.`,
  },
  "kernel/start-failed": {
    kind: "dependency",
    retryable: false,
    message: (_details: ModuleErrorDetails): string => "The module failed while it started. See the log.",
  },
  "kernel/start-cancelled": {
    kind: "conflict",
    retryable: true,
    message: (_details: ModuleErrorDetails): string => "The module was stopped before it had started.",
  },
  "kernel/stop-timeout": {
    kind: "timeout",
    retryable: true,
    message: ({ timeoutMs }: TimedDetails): string =>
      `The module had not given back what it holds after ${timeoutMs} ms. Nothing of it counts any more, but something of it may still be there.`,
  },
  "kernel/stop-failed": {
    kind: "dependency",
    retryable: false,
    message: (_details: ModuleErrorDetails): string =>
      "The module failed while it stopped. Nothing of it counts any more, but something of it may still be there. See the log.",
  },
  "kernel/not-running": {
    kind: "unavailable",
    retryable: true,
    message: ({ state }: ModuleErrorDetails & { readonly state: string }): string =>
      `The module is not running but ${state}. Start it, or see why it failed.`,
  },
  "kernel/busy": {
    kind: "rate-limited",
    retryable: true,
    message: ({ max }: ModuleErrorDetails & { readonly max: number }): string =>
      `The module has ${max} calls under way already. Try again when some of them have ended.`,
  },
  "kernel/invoke-timeout": {
    kind: "timeout",
    retryable: true,
    message: ({ timeoutMs }: TimedDetails & CallDetails): string =>
      `The module had not answered after ${timeoutMs} ms. Try again, or allow it more time.`,
  },
  "kernel/unknown-method": {
    kind: "not-found",
    retryable: false,
    message: (_details: CallDetails): string => "The module has no method of this name.",
  },
  "kernel/invalid-payload": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: CallDetails & { readonly issues: readonly FieldIssue[] }): string =>
      `The module cannot be called with this. ${listed(issues)}`,
  },
  "kernel/bad-output": {
    kind: "dependency",
    retryable: false,
    message: ({ problem }: CallDetails & { readonly problem: string }): string =>
      `What the module answered is no answer: ${problem}. Report it to the module's author.`,
  },
  "kernel/module-failed": {
    kind: "dependency",
    retryable: false,
    message: (_details: ModuleErrorDetails & { readonly method?: string }): string =>
      "The module failed by an error of its own. See the log.",
  },
  "kernel/module-crashed": {
    kind: "dependency",
    retryable: false,
    message: ({ stop }: CallDetails & { readonly stop: string }): string =>
      `The module was stopped in the middle of a call (${stop}).`,
  },
  "kernel/unhealthy": {
    kind: "dependency",
    retryable: true,
    message: ({ failures }: ModuleErrorDetails & { readonly failures: number }): string =>
      `The module did not pass ${failures} health checks in a row.`,
  },
  "kernel/incomplete": {
    kind: "dependency",
    retryable: true,
    message: ({ action, modules }: IncompleteDetails): string =>
      `Not all modules could ${action}: ${modules.join(", ")}. Look at the state of each.`,
  },
  "kernel/closed": {
    kind: "unavailable",
    retryable: false,
    message: (_details: Readonly<Record<string, never>>): string => "The kernel was closed. Open another one.",
  },
} as const;

/** Makes errors about modules. */
export const kernelModuleError: ErrorFactory<typeof moduleErrors> = defineErrors(moduleErrors);
