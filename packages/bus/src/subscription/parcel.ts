import type { Envelope } from "../envelope/envelope.ts";
import type { Delivery, Received } from "./subscription.ts";

/** One published message on its way to all its subscribers. For those who do not acknowledge it is their delivery, too. */
export class Parcel implements Delivery {
  readonly kind = "message";
  readonly attempt = 1;
  readonly envelope: Envelope;
  readonly topic: string;
  readonly to: string | undefined;

  /** What a loop is given: the same for all. */
  readonly result: IteratorYieldResult<Received> = { done: false, value: this };

  constructor(envelope: Envelope, topic: string, to: string | undefined) {
    this.envelope = envelope;
    this.topic = topic;
    this.to = to;
  }

  // What all parcels inherit is in every receiver's hands.
  static {
    Object.freeze(this.prototype);
  }

  /** For more than one receiver, who all have the same object: what one does to it must not reach the others. */
  share(): void {
    Object.freeze(this.result);
    Object.freeze(this);
  }

  /** Nothing is waited for, so there is nothing to say. */
  ack(): void {}

  nack(): void {}
}
