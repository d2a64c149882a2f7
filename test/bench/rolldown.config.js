// Builds the benchmark and what it starts: its jobs in processes of their own, and the engine's worker beside them.
export default {
  platform: 'node',
  input: {
    bench: 'test/bench/bench.ts',
    bits: 'test/bench/bits.ts',
    job: 'test/bench/job.ts',
    'node-worker': 'src/engine/node-worker.ts',
    thread: 'src/kernel/thread-node.ts',
  },
  external: ['vite', /^@duckdb\//],
  output: {
    dir: 'node_modules/.cache/coproduce-bench',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
};
