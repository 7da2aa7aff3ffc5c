import type { Sender } from "@cordon/bus";
import type { Clock, IdSource, Logger, Random, Storage, Telemetry } from "@cordon/core";
import { Kernel, type ModuleManifest } from "@cordon/kernel";
import type { Config } from "../config.ts";
import { approveModule } from "../modules/approve-module.ts";
import { repeatEvery } from "../repeat-every.ts";
import { createBusGrants, type SyncedBusGrants } from "./bus-grants.ts";
import type { MessagingParts } from "./messaging-parts.ts";
import { openConfigKeys, rotateSecrets } from "./open-config-keys.ts";
import { openCarriers } from "./open-carriers.ts";
import { patientStorage } from "./patient-storage.ts";
import { recordBusEvents } from "./record-bus-events.ts";

/** What messaging is made of. */
export interface OpenMessagingOptions {
  readonly config: Pick<Config, "dataDir" | "messaging" | "passphraseFile" | "profile" | "tokens">;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
}

/** The part of a server that carries messages, until it is disposed: then modules stop, and what was noted is kept. */
export interface OpenMessaging extends MessagingParts, AsyncDisposable {
  /** Whether the grants that are kept are in force. */
  readonly isStarted: () => boolean;
}

const SYNC_EVERY_MS = 5000;
const PATIENCE_MS = 10_000;

/**
 * Composes what carries messages:
 *
 *   kernel (bus, modules, state) <-> bridge <-> other servers
 *      bus's events -> recorder -> event bus -> streams of clients
 *
 * Rejects with `server/bad-config` or `server/broker-unreachable`. Storage that does not answer only delays the grants.
 */
export async function openMessaging(options: OpenMessagingOptions): Promise<OpenMessaging> {
  const { config, storage, clock, random, ids, logger, telemetry } = options;
  await using opening = new AsyncDisposableStack();
  const { profile } = config;
  const approve = (manifest: ModuleManifest): readonly string[] => approveModule(manifest, { profile, bus, logger });
  const { passphraseFile: file } = config;
  const secrets = file === undefined ? undefined : await openConfigKeys({ file, storage, clock, random });
  const keys = secrets === undefined ? {} : { keys: secrets.keys };
  const kernel = opening.use(
    await Kernel.open(patientStorage(storage), { clock, random, ids, logger, grants: approve, ...keys }),
  );
  const { bus, state } = kernel;
  if (secrets?.isRotating === true) opening.use(inBackground((signal) => rotateSecrets(state.config, logger, signal)));
  const { events, isConnected, isForeign, ...carriers } = await openCarriers({
    config,
    bus,
    clock,
    random,
    ids,
    logger,
  });
  opening.use(carriers);
  opening.use(recordBusEvents({ bus, events, isForeign, clock, logger, telemetry }));
  const grants = createBusGrants({ bus, storage, clock, logger });
  const keeping = opening.use(await keepInForce(grants, clock, logger));
  // The token of these servers is made for whoever works on them, and may do everything.
  if (config.tokens.kind !== "listed") bus.grantCapability("api.dev", "*");
  // First of all when it ends: what its modules say then should still be heard. Disposing of it twice does no harm.
  opening.use(kernel);
  const opened = opening.move();
  const senders = new Map<string, Sender>();
  return {
    kernel,
    events,
    grants,
    isConnected,
    isStarted: keeping.isStarted,
    senderOf({ id }) {
      const known = senders.get(id);
      if (known !== undefined) return known;
      const sender = bus.openSender(`api.${id}`);
      senders.set(id, sender);
      return sender;
    },
    noteUse: (use) => state.audit.append({ ...use, at: clock.now(), action: "publish" }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function inBackground(work: (signal: AbortSignal) => Promise<void>): AsyncDisposable {
  const stopped = new AbortController();
  const working = work(stopped.signal);
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await working;
    },
  };
}

async function keepInForce(
  grants: SyncedBusGrants,
  clock: Clock,
  logger: Logger,
): Promise<AsyncDisposable & { readonly isStarted: () => boolean }> {
  const tried = Promise.withResolvers<void>();
  const patience = new AbortController();
  let isStarted = false;
  let isFailing = false;
  const syncing = repeatEvery(SYNC_EVERY_MS, clock, async (signal) => {
    try {
      await grants.sync(signal);
      isStarted = true;
      isFailing = false;
    } catch (error) {
      if (!isFailing && !signal.aborted)
        logger.log("error", "grants on the bus could not be read; trying again", { error });
      isFailing = true;
    }
    tried.resolve();
  });
  // A database that does not even refuse must not keep the server from saying so.
  const waited = clock.sleep(PATIENCE_MS, patience.signal).catch(() => undefined);
  await Promise.race([tried.promise, waited]);
  patience.abort();
  return { isStarted: () => isStarted, [Symbol.asyncDispose]: () => syncing[Symbol.asyncDispose]() };
}
