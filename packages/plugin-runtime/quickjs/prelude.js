// Runs before the plugin, in the same realm: makes what a plugin is given out of what the host answers, and JSON out of what the
// plugin answers. It keeps the built-in functions that it needs, as the plugin may replace them afterwards.
(host) => {
  "use strict";
  const { parse, stringify } = JSON;
  const { freeze, hasOwn } = Object;
  const { apply } = Reflect;
  const { slice } = String.prototype;
  const { Error, TypeError } = globalThis;
  const toText = String;
  const MAX_NAME = 200;
  const MAX_TEXT = 8192;
  // Far below what the host takes at once, in whatever characters.
  const MAX_RECORD = 65_536;
  const LEVELS = { __proto__: null, debug: 0, info: 1, warn: 2, error: 3 };
  let plugin;

  // ---- errors ----

  // What is read of an error may be anything, and reading it may throw.
  const readText = (error, key, max) => {
    try {
      const text = error[key];
      return typeof text === "string" ? apply(slice, text, [0, max]) : undefined;
    } catch {
      return undefined;
    }
  };

  // Where there is no room even for an error, QuickJS throws null.
  const messageOf = (value) =>
    value === null ? "The plugin ran out of memory, or threw null." : `The plugin threw ${toText(value)}.`;

  const describePrimitive = (value) => ({ __proto__: null, name: "Error", message: messageOf(value) });

  const describeObject = (error) => ({
    __proto__: null,
    name: readText(error, "name", MAX_NAME) ?? "Error",
    message: readText(error, "message", MAX_TEXT) ?? "The plugin threw a value without a message.",
    code: readText(error, "code", MAX_NAME),
    stack: readText(error, "stack", MAX_TEXT),
  });

  const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";
  const describeError = (error) => (isObject(error) ? describeObject(error) : describePrimitive(error));
  const encodeFailure = (error) => stringify({ __proto__: null, kind: "failed", error: describeError(error) });

  // ---- the plugin's context ----

  const errorOf = ({ code, message }) => {
    const error = new Error(message);
    error.code = code;
    return error;
  };

  const toJson = (value, what) => {
    const text = stringify(value);
    if (text === undefined) throw new TypeError(`${what} is not JSON.`);
    return text;
  };

  // Whether the host does what it is asked for, and whether the arguments are right, is for the host to say.
  const request = (body) => {
    const answer = parse(host.request(stringify(body)));
    if (hasOwn(answer, "error")) throw errorOf(answer.error);
    return answer.ok;
  };

  const storage = freeze({
    async get(key) {
      const found = request({ __proto__: null, do: "storage.get", key });
      return hasOwn(found, "value") ? found.value : undefined;
    },
    async put(key, value) {
      request({ __proto__: null, do: "storage.put", key, value });
    },
    async delete(key) {
      request({ __proto__: null, do: "storage.delete", key });
    },
    list: async (list) => request({ __proto__: null, do: "storage.list", list }).keys,
  });

  const publish = async (topic, data) => {
    request({ __proto__: null, do: "publish", topic, data });
  };

  const http = async (asked) => request({ __proto__: null, do: "http", request: asked });

  // A record is cut, or goes without its fields, before it would be refused: what is logged is often about what went wrong.
  const encodeRecord = (message, fields) => {
    try {
      const record = stringify({ __proto__: null, message, fields });
      if (record.length <= MAX_RECORD) return record;
    } catch {
      // Fields that are no JSON.
    }
    return stringify({ __proto__: null, message });
  };

  const log = (level, message, fields) => {
    const text = apply(slice, toText(message), [0, MAX_TEXT]);
    host.log(LEVELS[level] ?? LEVELS.info, encodeRecord(text, fields));
  };

  const show = (value) => {
    if (typeof value === "string") return value;
    try {
      if (value instanceof Error) return `${value.name}: ${value.message}\n${value.stack}`;
      return stringify(value) ?? toText(value);
    } catch {
      return typeof value;
    }
  };

  const write =
    (level) =>
    (...values) => {
      let line = "";
      for (let at = 0; at < values.length; at += 1) line += at === 0 ? show(values[at]) : ` ${show(values[at])}`;
      log(level, line);
    };

  // A call that is aborted ends where it stands, so that a plugin never sees its signal abort.
  const signal = freeze({
    aborted: false,
    reason: undefined,
    onabort: null,
    addEventListener() {},
    removeEventListener() {},
    dispatchEvent: () => true,
    throwIfAborted() {},
  });

  const now = () => host.now();

  const contextOf = (callId) => {
    let config;
    return freeze({
      callId,
      signal,
      get config() {
        return (config ??= { value: parse(host.config()) }).value;
      },
      storage,
      log,
      now,
      publish,
      http,
    });
  };

  globalThis.console = {
    debug: write("debug"),
    log: write("info"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
  };

  // ---- operations ----

  const encodeOutput = (output) => {
    const { kind } = output;
    if (kind === "value") return `{"kind":"value","value":${toJson(output.value, "What the plugin answered")}}`;
    if (kind === "refused") return stringify({ __proto__: null, kind, reason: toText(output.reason) });
    throw new TypeError('The plugin must answer with { kind: "value", value } or { kind: "refused", reason }.');
  };

  const adopt = (exported) => {
    const found = exported.default ?? exported.plugin;
    if (typeof found?.invoke !== "function" || !isObject(found.metadata))
      throw new TypeError("The file must export a plugin, { metadata, invoke }, as its default or by the name plugin.");
    plugin = found;
  };

  const describe = () => toJson(plugin.metadata, "The plugin's metadata");

  async function invoke({ operation, input, callId }) {
    try {
      return encodeOutput(await plugin.invoke({ operation, input }, contextOf(callId)));
    } catch (error) {
      return encodeFailure(error);
    }
  }

  return { adopt, describe, invoke, encodeFailure };
};
