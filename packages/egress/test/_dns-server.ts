import { createSocket } from "node:dgram";
import { isIP } from "node:net";
import { onTestFinished } from "vitest";

/** A name server of the loopback interface. */
export interface DnsServer {
  /** For `servers` of a resolver. */
  readonly server: string;
  /** Questions for IPv4 addresses, each of which a resolver asks along with one for IPv6. */
  readonly asked: () => number;
}

const TYPES = { 1: 4, 28: 6 } as const;
const NO_SUCH_NAME = 3;

/** Answers questions for addresses with what `records` says; `undefined` is no answer at all. Closed when the test is over. */
export async function serveDns(records: (host: string) => readonly string[] | undefined): Promise<DnsServer> {
  const socket = createSocket("udp4");
  let asked = 0;
  // One call of `records` for both questions of a host, which come in either order.
  const waiting = new Map<string, readonly string[] | undefined>();
  socket.on("message", (query, { port, address }) => {
    const { host, type, end } = questionOf(query);
    if (type === 1) asked += 1;
    const known = waiting.has(host) ? waiting.get(host) : records(host);
    if (waiting.has(host)) waiting.delete(host);
    else waiting.set(host, known);
    if (known === undefined) return;
    const family = type === 1 || type === 28 ? TYPES[type] : 0;
    const found = known.filter((each) => isIP(each) === family);
    socket.send(responseTo(query.subarray(0, end), type, found, known.length === 0), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  onTestFinished(() => void socket.close());
  return { server: `127.0.0.1:${socket.address().port}`, asked: () => asked };
}

function questionOf(query: Buffer): { readonly host: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length).toLowerCase());
    at += length + 1;
  }
  return { host: labels.join("."), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function responseTo(question: Buffer, type: number, addresses: readonly string[], isUnknown: boolean): Buffer {
  const head = Buffer.from(question);
  head.writeUInt16BE(0x81_80 | (isUnknown ? NO_SUCH_NAME : 0), 2);
  head.writeUInt16BE(addresses.length, 6);
  head.fill(0, 8, 12);
  return Buffer.concat([head, ...addresses.map((address) => recordOf(type, bytesOf(address)))]);
}

function recordOf(type: number, data: Buffer): Buffer {
  // The name as a pointer to the question's, class IN, no time to live.
  return Buffer.concat([Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length]), data]);
}

function bytesOf(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split(".").map(Number));
  const [head = "", tail] = address.split("::");
  const missing = 8 - words(head).length - words(tail).length;
  const all = [...words(head), ...Array.from({ length: missing }, () => 0), ...words(tail)];
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 0xff]));
}

function words(text: string | undefined): readonly number[] {
  return text === undefined || text === "" ? [] : text.split(":").map((word) => Number.parseInt(word, 16));
}
