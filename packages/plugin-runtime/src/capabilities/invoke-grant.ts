import { pluginError } from "../errors.ts";

/** What a grant covers. */
export interface InvokeGrantOptions {
  /** Whose plugins: a project's id, for instance. */
  readonly scope: string;
  /** Who holds it, for the audit. */
  readonly principalId: string;
  /** Which plugins. Default: all of the scope. */
  readonly plugins?: readonly string[];
}

/**
 * The right to invoke plugins of one scope. It is this object and nothing else: one that looks the same grants nothing.
 * A narrowed grant ends with the one that it comes from.
 */
export interface InvokeGrant {
  readonly scope: string;
  readonly principalId: string;
  /** A grant for these plugins at most. */
  readonly narrow: (plugins: readonly string[]) => InvokeGrant;
  /** Ends it and all that were narrowed from it, at once. */
  readonly revoke: () => void;
}

/** Makes grants, and tells its own from all others. */
export interface InvokeGrants {
  readonly create: (options: InvokeGrantOptions) => InvokeGrant;
  /** Throws `plugin/denied` unless the grant is one of these, is not revoked and covers the plugin. */
  readonly check: (grant: InvokeGrant, pluginId: string) => void;
}

interface Held {
  isRevoked: boolean;
  readonly plugins: ReadonlySet<string> | undefined;
  readonly parent: Held | undefined;
}

/** Makes a set of grants that no other set accepts. */
export function createInvokeGrants(): InvokeGrants {
  const held = new WeakMap<InvokeGrant, Held>();

  const make = (scope: string, principalId: string, own: Held): InvokeGrant => {
    const grant: InvokeGrant = Object.freeze({
      scope,
      principalId,
      narrow: (plugins: readonly string[]) =>
        make(scope, principalId, { isRevoked: false, plugins: new Set(plugins), parent: own }),
      revoke() {
        own.isRevoked = true;
      },
    });
    held.set(grant, own);
    return grant;
  };
  return {
    create: ({ scope, principalId, plugins }) =>
      make(scope, principalId, {
        isRevoked: false,
        plugins: plugins === undefined ? undefined : new Set(plugins),
        parent: undefined,
      }),
    check(grant, pluginId) {
      const own = held.get(grant);
      if (own === undefined || !covers(own, pluginId))
        throw pluginError("plugin/denied", { pluginId, capability: "invoke" });
    },
  };
}

function covers(held: Held, pluginId: string): boolean {
  for (let each: Held | undefined = held; each !== undefined; each = each.parent) {
    if (each.isRevoked || each.plugins?.has(pluginId) === false) return false;
  }
  return true;
}
