// Builds what Node runs: the command line, its worker and the library, each an entry of its own so that
// the pool can start the worker from the file beside it.
export default {
  platform: 'node',
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
