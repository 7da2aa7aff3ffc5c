import type { MessageBus } from "@cordon/bus";
import type { Logger } from "@cordon/core";
import type { ModuleManifest } from "@cordon/kernel";
import type { Profile } from "../profiles/profile.ts";

/** What decides what a module may have. */
export interface ApproveModuleOptions {
  readonly profile: Pick<Profile, "modules">;
  readonly bus: Pick<MessageBus, "openSender">;
  readonly logger: Logger;
}

/**
 * What a module is given with its start, of what its manifest asks for.
 *
 * - Where rights are granted, nothing: what it may do on the bus is what it was granted there, and ends when that does. Of its configuration it is given the keys
 *   for which it has been granted `config:<key>`, or `secret:<key>` where they are secret, when it is loaded.
 * - Where it has what it asks for, all of it, and the log says so.
 */
export function approveModule(
  { id, capabilities = [], config = [] }: ModuleManifest,
  { profile, bus, logger }: ApproveModuleOptions,
): readonly string[] {
  const ofConfig = config.flatMap((key) => [`config:${key}`, `secret:${key}`]);
  if (profile.modules === "as-asked") {
    const approved = [...capabilities, ...ofConfig];
    const message = "a module is given all that it asks for, which the prod profile would not do";
    if (approved.length > 0) logger.log("warn", message, { moduleId: id, approved });
    return approved;
  }
  const sender = bus.openSender(id);
  try {
    return ofConfig.filter((capability) => sender.can(capability));
  } finally {
    sender.close();
  }
}
