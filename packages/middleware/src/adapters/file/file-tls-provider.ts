import type { Stats } from "node:fs";
import process from "node:process";
import { type AppError, type Clock, coreError, type TlsMaterial, type TlsProvider } from "@cordon/core";
import { certificatesIn, tlsProblem } from "./check-tls-material.ts";
import { type BoundedFile, readBoundedFile } from "./read-bounded-file.ts";

/** Where the TLS files are. Paths are taken as they are; a relative one starts at the process's working folder. */
export interface FileTlsProviderOptions {
  /** The server's certificate first, then those between it and its root, in PEM. */
  readonly certificateChainFile: string;
  /** The certificate's key, in PEM and not encrypted. Only its owner, or root and a group, may have access to it. */
  readonly privateKeyFile: string;
  /** Authorities that may sign client certificates. With it, clients must present one. */
  readonly clientCaFile?: string;
  /** Read at most from each file. Default 1,048,576. */
  readonly maxFileBytes?: number;
  /** Says whether the certificate is valid now. */
  readonly clock: Clock;
}

/** The defaults of `FileTlsProviderOptions`. */
export const FILE_TLS_PROVIDER_DEFAULTS = { maxFileBytes: 1_048_576 } as const;

type FileOption = "certificateChainFile" | "privateKeyFile" | "clientCaFile";

/**
 * Reads TLS material from files, anew at each load, and gives it only when it can be served: the key fits, the certificate is
 * valid now, and nobody else can read the key. Everything else rejects with `tls/unavailable`, whose `reason` names the
 * option at fault and never a path or any content.
 */
export function createFileTlsProvider(options: FileTlsProviderOptions): TlsProvider {
  const resolved = resolveFileTlsProviderOptions(options);
  return {
    async load(signal) {
      throwIfAborted(signal);
      const [chain, key, clientCa] = await Promise.all([
        read("certificateChainFile", resolved.certificateChainFile, resolved.maxFileBytes),
        read("privateKeyFile", resolved.privateKeyFile, resolved.maxFileBytes),
        resolved.clientCaFile && read("clientCaFile", resolved.clientCaFile, resolved.maxFileBytes),
      ]);
      throwIfAborted(signal);
      const exposed = exposure(key.stats);
      if (exposed !== undefined) throw unavailable(`privateKeyFile ${exposed}`);
      const material: TlsMaterial = {
        certificateChainPem: certificatesOf(chain.text),
        privateKeyPem: key.text,
        ...(clientCa ? { clientCaPem: certificatesOf(clientCa.text) } : {}),
      };
      const problem = tlsProblem(material, resolved.clock.now());
      if (problem !== undefined) throw unavailable(problem);
      return material;
    },
  };
}

async function read(option: FileOption, path: string, maxBytes: number): Promise<BoundedFile> {
  try {
    return await readBoundedFile(path, maxBytes);
  } catch (error) {
    throw unavailable(`${option} could not be read: ${(error as Error).message}`);
  }
}

// PostgreSQL's rule, which hosts already know: 0600, or 0640 when root owns the file and a group was let in on purpose, as
// Kubernetes does. A key that others can read is refused and not just reported: it must be taken for stolen.
function exposure({ mode, uid }: Stats): string | undefined {
  // Windows keeps access lists, of which these bits say nothing.
  if (process.platform === "win32") return undefined;
  const refused = uid === 0 ? 0o037 : 0o077;
  return (mode & refused) === 0
    ? undefined
    : `can be read or changed by others (mode ${(mode & 0o777).toString(8)}). Give it mode 600`;
}

function certificatesOf(pem: string): string {
  return certificatesIn(pem)
    .map((certificate) => `${certificate}\n`)
    .join("");
}

function unavailable(reason: string): AppError {
  return coreError("tls/unavailable", { reason });
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw coreError("core/aborted", {});
}

type Resolved = Required<Omit<FileTlsProviderOptions, "clientCaFile">> & Pick<FileTlsProviderOptions, "clientCaFile">;

function resolveFileTlsProviderOptions(options: FileTlsProviderOptions): Resolved {
  const { certificateChainFile, privateKeyFile, clientCaFile, clock } = options;
  const maxFileBytes = options.maxFileBytes ?? FILE_TLS_PROVIDER_DEFAULTS.maxFileBytes;
  requirePath("certificateChainFile", certificateChainFile);
  requirePath("privateKeyFile", privateKeyFile);
  if (clientCaFile !== undefined) requirePath("clientCaFile", clientCaFile);
  if (!Number.isInteger(maxFileBytes) || maxFileBytes < 1 || maxFileBytes > 67_108_864) {
    throw new RangeError(`maxFileBytes must be a whole number from 1 to 67108864, and is ${maxFileBytes}.`);
  }
  const paths = clientCaFile === undefined ? {} : { clientCaFile };
  return Object.freeze({ certificateChainFile, privateKeyFile, ...paths, maxFileBytes, clock });
}

// The value is not repeated, against the custom: it may be the key itself, pasted where its path belongs.
function requirePath(option: FileOption, value: unknown): void {
  if (typeof value === "string" && value !== "" && !/[\0\r\n]/.test(value)) return;
  throw new TypeError(`${option} must be a path: a string on one line that is not empty.`);
}
