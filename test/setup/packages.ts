import { execFileSync, execSync } from 'node:child_process';

/** Where a program is on the path; `null` where it is not. */
export function onPath(name: string): string | null {
  try {
    return execSync(`command -v ${name}`, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null;
  } catch {
    return null;
  }
}

/** On Debian as root, installs packages that tests need; elsewhere, and where it fails, what is missing stays missing. */
export function installPackages(...packages: readonly string[]): void {
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return;
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  try {
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  } catch {
    // whoever needs them says so
  }
}
