import type { Clock, Logger } from "@cordon/core";
import type { PluginHost } from "@cordon/plugin-runtime";

/** Plugins on their way to being started. Disposing gives up. */
export interface PluginStart extends AsyncDisposable {
  /** Resolves after the first try, however it went, or after 10 s: one plugin that is slow to load must not keep the server from serving. */
  readonly tried: Promise<void>;
  readonly isDone: () => boolean;
}

const RETRY_MS = 5000;
const PATIENCE_MS = 10_000;

/** Starts a host's plugins, and tries again while storage does not answer: the server is up meanwhile, and says that it is not ready. */
export function startPlugins(host: PluginHost, clock: Clock, logger: Logger): PluginStart {
  const stopped = new AbortController();
  const tried = Promise.withResolvers<void>();
  const patience = new AbortController();
  let isDone = false;
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted && !isDone) {
      try {
        await host.start(stopped.signal);
        isDone = true;
      } catch (error) {
        logger.log("error", "plugins could not be started; trying again", { error, retryMs: RETRY_MS });
      }
      patience.abort();
      if (!isDone) await clock.sleep(RETRY_MS, stopped.signal).catch(() => undefined);
    }
  };
  const running = run();
  // Over when the time is, or when there is nothing to be patient for.
  void clock.sleep(PATIENCE_MS, patience.signal).then(tried.resolve, () => tried.resolve());
  return {
    tried: tried.promise,
    isDone: () => isDone,
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await running;
    },
  };
}
