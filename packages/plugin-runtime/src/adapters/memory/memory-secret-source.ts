import type { SecretSource } from "../../ports/secret-source.ts";

/** Secrets from a table, by scope and name. */
export function createMemorySecretSource(
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): SecretSource {
  return {
    async find({ scope, name }) {
      const ofScope = Object.hasOwn(secrets, scope) ? secrets[scope] : undefined;
      return ofScope !== undefined && Object.hasOwn(ofScope, name) ? ofScope[name] : undefined;
    },
  };
}
