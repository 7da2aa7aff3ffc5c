import { answer, INFO, isOk, log, refuse, storageGet, storagePut, textOf } from "cordon";

export { alloc } from "cordon";

export function primes(pointer: usize, length: i32): i64 {
  // The manifest's schema says that the input is a whole number, and the host has seen to it. It may be written as 2e1, though.
  const below = <i32>parseFloat(textOf(pointer, length));
  if (below <= 2) return refuse("There is no prime below that.");
  const times = timesBefore() + 1;
  if (!isOk(storagePut("times", times.toString()))) return refuse("The host keeps nothing.");
  const found = sieve(below);
  log(INFO, found.length.toString() + " primes");
  return answer('{"primes":[' + found.join(",") + '],"times":' + times.toString() + "}");
}

function sieve(below: i32): i32[] {
  const isComposite = new StaticArray<bool>(below);
  const found: i32[] = [];
  for (let number = 2; number < below; number += 1) {
    if (isComposite[number]) continue;
    found.push(number);
    for (let multiple = number * number; multiple < below; multiple += number) isComposite[multiple] = true;
  }
  return found;
}

// The host answers {"ok":{"value":3}}, or {"ok":{}} where nothing is kept.
function timesBefore(): i32 {
  const found = storageGet("times");
  const head = '{"ok":{"value":';
  return found.startsWith(head) ? <i32>parseInt(found.substring(head.length)) : 0;
}
