import type { JsonObject, ProjectService, Storage } from "@cordon/core";
import { createMessagingOperations } from "./create-messaging-operations.ts";
import { createPluginOperations } from "./create-plugin-operations.ts";
import { createLiveHandler, createReadyHandler } from "./handlers/health.ts";
import { createOpenApiHandler } from "./handlers/openapi.ts";
import type { Operations } from "./handlers/operation.ts";
import {
  changeProjectOperation,
  createProjectOperation,
  deleteProjectOperation,
  getProjectOperation,
  listProjectsOperation,
} from "./handlers/project-operations.ts";
import type { MessagingParts } from "./messaging/messaging-parts.ts";
import type { OpenMessaging } from "./messaging/open-messaging.ts";
import type { PluginParts } from "./plugins/open-plugins.ts";

/** What the operations work with. */
export interface OperationsOptions {
  readonly projects: ProjectService;
  readonly storage: Storage;
  readonly plugins: PluginParts;
  readonly messaging: MessagingParts & Pick<OpenMessaging, "isStarted">;
  readonly openApi: JsonObject;
  readonly isDraining: () => boolean;
}

/** Everything that the server can be asked to do, by name. `router/bindings.ts` says where each is found over HTTP. */
export function createOperations(options: OperationsOptions): Operations {
  const { projects, storage, plugins, messaging, openApi, isDraining } = options;
  const { isConnected } = messaging;
  const isStarted = (): boolean => plugins.isStarted() && messaging.isStarted();
  return new Map([
    ["projects.create", createProjectOperation(projects)],
    ["projects.get", getProjectOperation(projects)],
    ["projects.list", listProjectsOperation(projects)],
    ["projects.change", changeProjectOperation(projects)],
    ["projects.delete", deleteProjectOperation(projects)],
    ...createPluginOperations(projects, plugins),
    ...createMessagingOperations(messaging),
    ["health.live", createLiveHandler()],
    ["health.ready", createReadyHandler({ storage, isDraining, isConnected, isStarted })],
    ["openapi.get", createOpenApiHandler(openApi)],
  ]);
}
