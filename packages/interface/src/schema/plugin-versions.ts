import type { InstallPluginV1 } from "../dto/install-plugin.ts";
import type { InvokePluginV1 } from "../dto/invoke-plugin.ts";
import type { PluginAuditV1 } from "../dto/plugin-audit.ts";
import type { PluginGrantV1 } from "../dto/plugin-grant.ts";
import type { AddPluginKeyV1, PluginKeyListV1, PluginKeyV1, RevokePluginKeyV1 } from "../dto/plugin-key.ts";
import type { PluginLogV1 } from "../dto/plugin-log.ts";
import type { PluginResultV1 } from "../dto/plugin-result.ts";
import type { PluginUsageV1 } from "../dto/plugin-usage.ts";
import type { PluginListV1, PluginV1 } from "../dto/plugin.ts";
import type { UpgradePluginV1 } from "../dto/upgrade-plugin.ts";
import { invokePluginV1, upgradePluginV1 } from "./call-plugin.ts";
import { installPluginV1 } from "./install-plugin.ts";
import { pluginGrantV1 } from "./plugin-grant.ts";
import { addPluginKeyV1, revokePluginKeyV1 } from "./plugin-key.ts";
import { sameRequest, sameResponse } from "./same-version.ts";
import type { VersionedRequest, VersionedResponse } from "./versions.ts";

// DTOs of plugins came after version 2 of the media types, and are the same in both: each is at its own version 1.

/** What installs a plugin. */
export const installPluginRequest: VersionedRequest<InstallPluginV1> = sameRequest(installPluginV1);
/** What a plugin is granted. */
export const grantPluginRequest: VersionedRequest<PluginGrantV1> = sameRequest(pluginGrantV1);
/** The version to upgrade to. */
export const upgradePluginRequest: VersionedRequest<UpgradePluginV1> = sameRequest(upgradePluginV1);
/** What an operation is called with. */
export const invokePluginRequest: VersionedRequest<InvokePluginV1> = sameRequest(invokePluginV1);
/** A key to trust. */
export const addPluginKeyRequest: VersionedRequest<AddPluginKeyV1> = sameRequest(addPluginKeyV1);
/** Why a key is revoked. */
export const revokePluginKeyRequest: VersionedRequest<RevokePluginKeyV1> = sameRequest(revokePluginKeyV1);

/** A plugin. */
export const pluginResponse: VersionedResponse<PluginV1> = sameResponse();
/** Every plugin of a project. */
export const pluginListResponse: VersionedResponse<PluginListV1> = sameResponse();
/** What a call came to. */
export const pluginResultResponse: VersionedResponse<PluginResultV1> = sameResponse();
/** What a plugin logged. */
export const pluginLogResponse: VersionedResponse<PluginLogV1> = sameResponse();
/** What a plugin used and keeps. */
export const pluginUsageResponse: VersionedResponse<PluginUsageV1> = sameResponse();
/** What was done with authority. */
export const pluginAuditResponse: VersionedResponse<PluginAuditV1> = sameResponse();
/** A key. */
export const pluginKeyResponse: VersionedResponse<PluginKeyV1> = sameResponse();
/** A page of keys. */
export const pluginKeyListResponse: VersionedResponse<PluginKeyListV1> = sameResponse();
