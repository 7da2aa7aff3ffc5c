const P = 2n ** 255n - 19n;
/** The constant of the curve, -121665/121666. */
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
// The heights of the eight points whose order is 1, 2, 4 or 8. By the formula of RFC 8032, anybody can make signatures that such a key
// verifies; which versions of OpenSSL refuse to is not for us to know.
const SMALL_ORDER: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  P - 1n,
  2707385501144840649318225287225658788936804267575313519463743609750303402022n,
  P - 2707385501144840649318225287225658788936804267575313519463743609750303402022n,
]);

/** What keeps 32 bytes from being an Ed25519 public key (RFC 8032, 5.1.3). The platform makes keys of all of them. */
export function ed25519PointProblem(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 32) return "must have 32 bytes";
  const y = BigInt(`0x${hexOf(bytes)}`) & (2n ** 255n - 1n);
  if (y >= P) return "is not in the one form that a point has";
  if (SMALL_ORDER.has(y)) return "is a point of small order, which verifies signatures that nobody made";
  return isOnCurve(y) ? undefined : "is no point of the curve";
}

/** Whether x² = (y² - 1) / (dy² + 1) has a root. A quotient has one where the product has (Euler). */
function isOnCurve(y: bigint): boolean {
  const square = (y * y) % P;
  const product = ((square - 1n + P) * (D * square + 1n)) % P;
  return power(product, (P - 1n) / 2n) <= 1n;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * factor) % P;
    factor = (factor * factor) % P;
  }
  return result;
}

/** The number is little-endian. */
function hexOf(bytes: Uint8Array): string {
  return bytes.toReversed().reduce((text, byte) => text + byte.toString(16).padStart(2, "0"), "");
}
