// For adapter authors.
export { eventBusCases } from "./event-bus-cases.ts";
export type { EventBusFixture } from "./event-bus-fixture.ts";
export { runCloudEventFolder } from "./run-cloud-event-folder.ts";
export type { CloudEventFolderReport, CloudEventReaders, WrongVerdict } from "./run-cloud-event-folder.ts";
