import type { EventBus } from "@cordon/events";
import type { EventSink } from "@cordon/plugin-runtime";

/**
 * Publishes what plugins tell as CloudEvents: topic `plugin.<project>.<plugin>.<topic>`, where the plugin's id has `_` for each dot, so that no plugin's
 * topics look like another's; source `/projects/<project>/plugins/<plugin>`; type `cordon.plugin.<topic>`.
 */
export function createEventBusSink({ events }: { readonly events: EventBus }): EventSink {
  return {
    async publish({ id, at, scope, pluginId, callId, topic, data }, signal) {
      // An id of a plugin has no underscore of its own.
      const place = `plugin.${scope}.${pluginId.replaceAll(".", "_")}`;
      const event = {
        specversion: "1.0",
        id,
        source: `/projects/${scope}/plugins/${pluginId}`,
        type: `cordon.plugin.${topic}`,
        time: new Date(at).toISOString(),
        extensions: { callid: callId },
        data,
      } as const;
      await events.publish({ event, topic: `${place}.${topic}` }, signal);
    },
  };
}
