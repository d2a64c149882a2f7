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
const out = join(room, 'kernel.wasm');
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--importMemory', '-o', out];
execFileSync(process.execPath, [compiler, join(here, 'assembly', 'index.ts'), ...options], { stdio: 'inherit' });
const base64 = readFileSync(out).toString('base64');
rmSync(room, { recursive: true });
writeFileSync(
  join(here, 'wasm.ts'),
  `// Made by build.js from assembly/index.ts; not to be edited.
const BASE64 = '${base64}';

/** The compiled loops. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(BASE64), (letter) => letter.charCodeAt(0));
}
`,
);
