// Builds what Node runs: the command line, its worker and the library, each an entry of its own so that
// the pool can start the worker from the file beside it.
import { chmodSync } from 'node:fs';

/** npm makes a command executable when it links it, and not again when it has been built anew. */
const executable = { name: 'executable', writeBundle: () => chmodSync('dist/cli.js', 0o755) };

export default {
  platform: 'node',
  plugins: [executable],
  // a native module; it is found where it is installed
  external: [/^@duckdb\//],
  input: {
    cli: 'src/cli/main.ts',
    'node-worker': 'src/engine/node-worker.ts',
    thread: 'src/kernel/thread-node.ts',
    index: 'src/index.ts',
    experiments: 'src/experiments.ts',
  },
  output: { dir: 'dist', format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
};
