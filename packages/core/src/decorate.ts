/** Wraps a port in itself: same port in and out, with one concern added. */
export type Decorator<Port> = (inner: Port) => Port;

/** Applies decorators outermost first: `decorate(p, [a, b])` behaves as `a(b(p))`. */
export function decorate<Port>(inner: Port, outermostFirst: readonly Decorator<Port>[]): Port {
  return outermostFirst.reduceRight((port, wrap) => wrap(port), inner);
}
