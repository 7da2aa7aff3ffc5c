// What a plugin in AssemblyScript needs of its host: import { … } from "cordon".
//
// Input, answers and most of what the host takes and gives are JSON. Every call begins with the memory as it was after loading, so
// nothing is ever freed.

export const DEBUG: i32 = 0;
export const INFO: i32 = 1;
export const WARN: i32 = 2;
export const ERROR: i32 = 3;

@external("cordon", "take") declare function hostTake(to: usize, capacity: i32): i32;
@external("cordon", "call_id") declare function hostCallId(): i32;
@external("cordon", "config") declare function hostConfig(): i32;
@external("cordon", "now") declare function hostNow(): f64;
@external("cordon", "log") declare function hostLog(level: i32, at: usize, length: i32): void;
@external("cordon", "storage_get") declare function hostStorageGet(key: usize, length: i32): i32;
@external("cordon", "storage_put")
declare function hostStoragePut(key: usize, length: i32, json: usize, jsonLength: i32): i32;
@external("cordon", "storage_delete") declare function hostStorageDelete(key: usize, length: i32): i32;
@external("cordon", "storage_list") declare function hostStorageList(json: usize, length: i32): i32;
@external("cordon", "publish")
declare function hostPublish(topic: usize, length: i32, json: usize, jsonLength: i32): i32;
@external("cordon", "http") declare function hostHttp(json: usize, length: i32): i32;

/** Where the host puts the input. The plugin's file exports it: `export { alloc } from "cordon"`. */
export function alloc(length: i32): usize {
  return heap.alloc(length);
}

/** The text that an operation was given. */
export function textOf(pointer: usize, length: i32): string {
  return String.UTF8.decodeUnsafe(pointer, length);
}

/** Answers with a value, which is JSON. */
export function answer(json: string): i64 {
  return output('{"kind":"value","value":' + json + "}");
}

/** Refuses, for a reason that the caller reads. The reason is put between quotes as it is. */
export function refuse(reason: string): i64 {
  return output('{"kind":"refused","reason":"' + reason + '"}');
}

export function callId(): string {
  return take(hostCallId());
}

/** JSON: what the operator set, or null. */
export function config(): string {
  return take(hostConfig());
}

/** Milliseconds since 1970. */
export function now(): f64 {
  return hostNow();
}

export function log(level: i32, message: string): void {
  const bytes = String.UTF8.encode(message);
  hostLog(level, changetype<usize>(bytes), bytes.byteLength);
}

// The rest answer {"ok":…}, or {"error":{"code":…,"message":…}}. The manifest must ask for what they reach.

export function storageGet(key: string): string {
  const bytes = String.UTF8.encode(key);
  return take(hostStorageGet(changetype<usize>(bytes), bytes.byteLength));
}

export function storagePut(key: string, json: string): string {
  const name = String.UTF8.encode(key);
  const value = String.UTF8.encode(json);
  return take(hostStoragePut(changetype<usize>(name), name.byteLength, changetype<usize>(value), value.byteLength));
}

export function storageDelete(key: string): string {
  const bytes = String.UTF8.encode(key);
  return take(hostStorageDelete(changetype<usize>(bytes), bytes.byteLength));
}

export function storageList(json: string): string {
  const bytes = String.UTF8.encode(json);
  return take(hostStorageList(changetype<usize>(bytes), bytes.byteLength));
}

export function publish(topic: string, json: string): string {
  const name = String.UTF8.encode(topic);
  const data = String.UTF8.encode(json);
  return take(hostPublish(changetype<usize>(name), name.byteLength, changetype<usize>(data), data.byteLength));
}

export function http(json: string): string {
  const bytes = String.UTF8.encode(json);
  return take(hostHttp(changetype<usize>(bytes), bytes.byteLength));
}

/** Whether the host did what it was asked for. */
export function isOk(answered: string): bool {
  return answered.startsWith('{"ok"');
}

/** What the compiler calls where a plugin goes wrong: its author reads why in the plugin's log. */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  const what = message === null ? "It aborted." : message;
  const where = file === null ? "" : " (" + file + ":" + line.toString() + ":" + column.toString() + ")";
  log(ERROR, what + where);
  unreachable();
}

function output(json: string): i64 {
  const bytes = String.UTF8.encode(json);
  return ((<i64>changetype<usize>(bytes)) << 32) | <i64>bytes.byteLength;
}

function take(length: i32): string {
  const at = heap.alloc(length);
  return String.UTF8.decodeUnsafe(at, hostTake(at, length));
}
