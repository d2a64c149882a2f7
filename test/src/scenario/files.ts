import type { Read } from '../../../src/scenario/load.ts';

/** A reader of files that stand in an object; a value that is not text stands for the code of the error. */
export function filesOf(files: Readonly<Record<string, unknown>>): Read {
  return (path) => {
    if (!(path in files)) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
    const content = files[path];
    if (content instanceof Error) throw content;
    return typeof content === 'string' ? content : JSON.stringify(content);
  };
}

export const failing = (code: string): Error => Object.assign(new Error(code), { code });
