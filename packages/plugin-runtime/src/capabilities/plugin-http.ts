import { Buffer } from "node:buffer";
import type { PluginHttpRequest } from "@cordon/core";
import type { Egress, EgressHost, EgressRule, EgressSecret } from "@cordon/egress";
import type { HttpCapability, PluginManifest, SecretCapability } from "../manifest/manifest.ts";
import type { SecretSource } from "../ports/secret-source.ts";
import type { GrantedCapabilities } from "./granted-capabilities.ts";
import type { PluginHttp } from "./plugin-authority.ts";

/** What a plugin's requests go through. */
export interface PluginHttpOptions {
  readonly egress: EgressHost;
  readonly secrets: SecretSource;
  readonly scope: string;
  readonly manifest: PluginManifest;
  readonly granted: GrantedCapabilities;
}

// Which private networks may be reached is the operator's to say; a manifest cannot ask for one and does not narrow it.
const ANY_NETWORK = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "::1/128",
  "fc00::/7",
];
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Makes what sends a plugin's requests: those that both its manifest and its operator allow. Undefined where there are none. */
export function createPluginHttp({
  egress,
  secrets,
  scope,
  manifest,
  granted,
}: PluginHttpOptions): PluginHttp | undefined {
  const asked = manifest.capabilities?.http ?? [];
  const rules = granted.http ?? [];
  if (asked.length === 0 || rules.length === 0) return undefined;
  const wanted = (manifest.capabilities?.secrets ?? []).filter(({ name }) => granted.secrets?.includes(name) === true);
  // A handle that is made anew only when a secret has changed: it prepares the search for them.
  let last: { readonly secrets: readonly EgressSecret[]; readonly handle: Egress } | undefined;

  const handleFor = (values: readonly EgressSecret[]): Egress => {
    if (last !== undefined && areSame(last.secrets, values)) return last.handle;
    const owner = `${scope}:${manifest.id}`;
    const handle = egress.grant({ rules, secrets: values, owner }).narrow(asked.map(ruleOf));
    last?.handle.revoke();
    last = { secrets: values, handle };
    return handle;
  };
  const send: PluginHttp["send"] = async (request, signal) => {
    const values = await valuesOf(wanted, secrets, scope, signal);
    const { method, url, headers } = request;
    const body = bodyOf(request);
    const sent = {
      method,
      url,
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
    };
    const answer = await handleFor(values).send(sent, signal);
    return { status: answer.status, headers: answer.headers, ...textOf(answer.body) };
  };
  return { send, revoke: () => last?.handle.revoke() };
}

function ruleOf({ host, methods, paths, allowHttp = false }: HttpCapability): EgressRule {
  return { host, methods: methods as EgressRule["methods"], paths, allowHttp, allowPrivate: ANY_NETWORK };
}

async function valuesOf(
  wanted: readonly SecretCapability[],
  source: SecretSource,
  scope: string,
  signal: AbortSignal,
): Promise<readonly EgressSecret[]> {
  const found: EgressSecret[] = [];
  for (const { name, hosts } of wanted) {
    const value = await source.find({ scope, name }, signal);
    // Without a value, a request that names the secret is refused by egress.
    if (value !== undefined) found.push({ name, value, hosts });
  }
  return found;
}

function areSame(a: readonly EgressSecret[], b: readonly EgressSecret[]): boolean {
  return a.length === b.length && a.every(({ name, value }, at) => b[at]?.name === name && b[at]?.value === value);
}

function bodyOf({ body, bodyEncoding }: PluginHttpRequest): Uint8Array | undefined {
  return body === undefined ? undefined : Buffer.from(body, bodyEncoding === "base64" ? "base64" : "utf8");
}

function textOf(bytes: Uint8Array): { readonly body: string; readonly bodyEncoding: "text" | "base64" } {
  try {
    return { body: decoder.decode(bytes), bodyEncoding: "text" };
  } catch {
    return { body: Buffer.from(bytes).toString("base64"), bodyEncoding: "base64" };
  }
}
