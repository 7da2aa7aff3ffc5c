import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import { addAbortSignal } from "node:stream";
import { connect as connectTls } from "node:tls";
import { egressError } from "../../errors.ts";
import type { HttpExchange } from "../../ports/http-connector.ts";

/**
 * Connects to the address of an exchange and to nothing else, over TLS for https. The certificate must be for the URL's host.
 * Rejects with the platform's errors, and leaves no socket behind then.
 */
export async function openConnection(
  { url, address }: Pick<HttpExchange, "url" | "address">,
  ca: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Socket> {
  const family = isIP(address);
  if (family === 0) throw egressError("egress/unreachable", { reason: "what was to be connected to is no address" });
  const isSecure = url.protocol === "https:";
  const port = url.port === "" ? (isSecure ? 443 : 80) : Number(url.port);
  const socket = heard(addAbortSignal(signal, connect({ host: address, port, family, noDelay: true })));
  try {
    await once(socket, "connect");
    // The second belt. The platform was given an address, so it has nothing to look up; if it ever does, this sees it.
    if (socket.remoteAddress === undefined || !isSameAddress(socket.remoteAddress, address))
      throw egressError("egress/unreachable", { reason: "the connection is not to the address that was checked" });
    return isSecure ? await secure(socket, url, ca, signal) : socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function secure(
  socket: Socket,
  { hostname }: URL,
  ca: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Socket> {
  const host = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  const connection = connectTls({
    socket,
    host,
    // An address is no server name; the certificate is then held against `host`.
    servername: isIP(host) === 0 ? host : "",
    ALPNProtocols: ["http/1.1"],
    minVersion: "TLSv1.2",
    // Said, since an environment variable can turn it off where it is not.
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca: [...ca] }),
  });
  heard(addAbortSignal(signal, connection));
  try {
    await once(connection, "secureConnect");
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

// Between the one who waited for it and the next who listens, an error that nobody hears would end the process.
function heard(socket: Socket): Socket {
  return socket.on("error", () => {});
}

// One address has several texts in IPv6; as the host of a URL it has one.
function isSameAddress(one: string, other: string): boolean {
  return canonical(one) === canonical(other);
}

function canonical(address: string): string {
  return isIP(address) === 6 && !address.includes("%") ? new URL(`http://[${address}]`).hostname : address;
}
