import { Readable } from 'node:stream';

/** Values from a producer that does not wait to a consumer that may never come. */
export interface EventChannel<Value> {
  send(value: Value): void;
  end(): void;
  /** Values sent and not yet taken. */
  readonly backlog: number;
  /** Starts listening; values sent before are gone unless somebody listened. Can be iterated once. */
  listen(): AsyncIterator<Value>;
}

/** A channel that keeps nothing while nobody listens, so that an audit awaited only for its result takes no memory for events. */
export function createEventChannel<Value>(): EventChannel<Value> {
  const stream = new Readable({ objectMode: true, highWaterMark: 1, read: () => {} });
  let listening = false;
  return {
    send(value) {
      if (listening && !stream.destroyed) stream.push(value);
    },
    end() {
      if (!stream.destroyed) stream.push(null);
    },
    get backlog() {
      return stream.readableLength;
    },
    listen() {
      listening = true;
      return stream[Symbol.asyncIterator]();
    },
  };
}
