import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { kitError } from "../errors.ts";
import type { Command } from "./command.ts";

const OWNER_ONLY = 0o600;

/** `cordon-plugin keygen`. */
export const keygenCommand: Command = {
  name: "keygen",
  summary: "Makes a key to sign plugins with.",
  usage: [
    "cordon-plugin keygen <file>",
    "",
    "Writes an Ed25519 private key to <file>, which must not be there and only you can read, and its public half to <file>.pub.",
    "Operators add the public half to the keys that their server trusts. Keep the private one to yourself.",
  ],
  maxPositionals: 1,
  options: {},
  async run({ positionals }, host) {
    const [name] = positionals;
    if (name === undefined)
      throw kitError("kit/usage", { problem: "Name the file that the private key is written to." });
    const file = resolve(host.workingDir, name);
    const { privateKey, publicKey } = generateKeyPairSync("ed25519", {
      privateKeyEncoding: { format: "pem", type: "pkcs8" },
      publicKeyEncoding: { format: "pem", type: "spki" },
    });
    await writeNew(file, privateKey, OWNER_ONLY);
    await writeNew(`${file}.pub`, publicKey, 0o644);
    host.print(`Wrote ${name} and ${name}.pub.`);
    return 0;
  },
};

async function writeNew(file: string, text: string, mode: number): Promise<void> {
  try {
    await writeFile(file, text, { flag: "wx", mode });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const problem =
      code === "EEXIST" ? "is there already, and keys are not overwritten." : `cannot be written (${code}).`;
    throw kitError("kit/file", { file, problem }, { cause });
  }
}
