import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { digestColumns } from '../sim/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const block = (language: string) => readme.match(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``))?.[1] ?? '';

describe('what the README shows', () => {
  it('as a script of the library runs', () => {
    // inside the package, where its own name resolves as it does for those who install it
    const folder = mkdtempSync(join(root, 'node_modules/.cache-readme-'));
    try {
      const file = join(folder, 'script.js');
      writeFileSync(file, block('js').replace("'coproduce'", `'${new URL('../dist/index.js', import.meta.url)}'`));
      const lines = execFileSync(process.execPath, [file], { encoding: 'utf8' }).trim().split('\n');
      expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(
        ['1', '2', '3'].flatMap((seed) => [`baseline ${seed}`, `visits ${seed}`]),
      );
      for (const line of lines) expect(Number(line.split(' ')[2])).toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('as the name of the package is its entry', async () => {
    const library = await import('coproduce' as string);
    expect(Object.keys(library)).toEqual(
      expect.arrayContaining([
        'createSimulation',
        'parameters',
        'parseScenario',
        'runEnsemble',
        'simulate',
        'threefry2x32',
      ]),
    );
    expect(library.threefry2x32(0, 0, 0, 0)).toEqual([0x6b200159, 0x99ba4efe]);
  });

  it('as commands are commands, with files that exist', () => {
    const commands = [...readme.matchAll(/^npx coproduce (\w+)((?: scenarios\/\S+\.json)*)/gm)];
    expect(commands.length).toBeGreaterThan(5);
    const help = execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'help'], { encoding: 'utf8' });
    for (const [, name, files] of commands) {
      expect(help).toMatch(new RegExp(`^ {2}${name} `, 'm'));
      for (const file of files!.trim().split(' ').filter(Boolean))
        expect(readFileSync(join(root, file), 'utf8')).toContain('{');
    }
  });

  it('as the columns of the digest are those that are hashed', () => {
    const listed = readme.match(/<!-- digest columns -->\n([\s\S]*?)\.\n<!-- \/digest columns -->/)?.[1];
    expect(listed?.split(/,\s+/)).toEqual(digestColumns('residents'));
  });

  it('as a dependency with its reason is every dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const packages = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith('@types/'));
    const rows = [...readme.matchAll(/^\| (.+?) \|/gm)].flatMap(([, names]) => names!.split(', '));
    for (const name of packages) expect(rows).toContain(name);
  });
});
