// Compiles the assembly and writes it as text into wasm.ts, so that Node, browsers and tests load it alike.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const compiler = join(dirname(createRequire(import.meta.url).resolve('assemblyscript/package.json')), 'bin', 'asc.js');
const room = mkdtempSync(join(tmpdir(), 'coproduce-kernel-'));
const common = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory'];

/** The assembly with these options, as base64. */
function compile(name, options) {
  const out = join(room, `${name}.wasm`);
  execFileSync(process.execPath, [compiler, join(here, 'assembly', 'index.ts'), ...common, ...options, '-o', out], {
    stdio: 'inherit',
  });
  return readFileSync(out).toString('base64');
}

const alone = compile('alone', []);
const shared = compile('shared', [
  '--enable',
  'threads',
  '--sharedMemory',
  '--initialMemory',
  '1',
  '--maximumMemory',
  '32768',
]);
rmSync(room, { recursive: true });
writeFileSync(
  join(here, 'wasm.ts'),
  `// Made by build.js from assembly/index.ts; not to be edited.
const ALONE = '${alone}';
const SHARED = '${shared}';

const bytes = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** The compiled loops for one thread. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return bytes(ALONE);
}

/** The same over memory that threads share: counts of neighbours are added atomically. */
export function sharedKernelBytes(): Uint8Array<ArrayBuffer> {
  return bytes(SHARED);
}
`,
);
