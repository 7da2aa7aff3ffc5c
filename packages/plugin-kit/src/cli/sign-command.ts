import { createPrivateKey, type KeyObject } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseManifest, signManifest } from "@cordon/plugin-runtime";
import { kitError } from "../errors.ts";
import { readNeededFile } from "../folder/read-file.ts";
import { type Command, DIR_OPTION, DIR_USAGE } from "./command.ts";

/** `cordon-plugin sign`. */
export const signCommand: Command = {
  name: "sign",
  summary: "Signs the manifest that was built, for hosts that run signed plugins only.",
  usage: [
    "cordon-plugin sign --key <file> --key-id <id> [--dir <folder>]",
    "",
    "  --key <file>         a private key in PEM, as keygen writes it",
    "  --key-id <id>        the id under which the server's operator trusts its public half",
    DIR_USAGE,
  ],
  maxPositionals: 0,
  options: { ...DIR_OPTION, key: { type: "string" }, "key-id": { type: "string" } },
  async run({ text }, host) {
    const [key, keyId] = [text("key"), text("key-id")];
    if (key === undefined || keyId === undefined)
      throw kitError("kit/usage", { problem: "Both --key and --key-id are needed." });
    const file = join(resolve(host.workingDir, text("dir") ?? "."), "dist", "plugin.json");
    const manifest = parseManifest(await readNeededFile(file, "Build the plugin first: cordon-plugin build."));
    const signed = signManifest(manifest, { keyId, privateKey: await readKey(resolve(host.workingDir, key)) });
    await writeFile(file, `${JSON.stringify(signed, undefined, 2)}\n`);
    host.print(`${signed.id} ${signed.version} is signed with ${keyId}.`);
    return 0;
  },
};

async function readKey(file: string): Promise<KeyObject> {
  const pem = await readNeededFile(file, "Make a key first: cordon-plugin keygen <file>.");
  try {
    const key = createPrivateKey(Buffer.from(pem));
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // OpenSSL says where its parser was, which helps nobody.
  }
  throw kitError("kit/file", { file, problem: "is no private Ed25519 key in PEM." });
}
