// comlink ships this file without types that bundler resolution finds.
declare module 'comlink/dist/esm/node-adapter.mjs' {
  import type { Endpoint } from 'comlink';

  /** Node's `Worker` and `MessagePort`, as far as the adapter uses them. */
  export interface NodeEndpoint {
    postMessage(message: unknown, transfer?: readonly unknown[]): void;
    on(type: string, listener: (data: unknown) => void): unknown;
    off(type: string, listener: (data: unknown) => void): unknown;
    start?(): void;
  }

  export default function nodeEndpoint(port: NodeEndpoint): Endpoint;
}
