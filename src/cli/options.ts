import { parseArgs } from 'node:util';
import { nearest } from '../scenario/report.ts';

/** One option of a command: what the parser accepts and what the help says are the same entry. */
export interface OptionSpec {
  readonly name: string;
  /** Stands for the value in the help; an option without it takes no value. */
  readonly value?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  readonly help: string;
}

/** A command: its texts, its options, and what it does. Resolves to the exit code. */
export interface Command {
  readonly name: string;
  /** What stands for the operands in the usage line, for example `FILE`. */
  readonly operands: string;
  readonly summary: string;
  /** What it does, one entry per line. */
  readonly about: readonly string[];
  readonly options: readonly OptionSpec[];
  /** A command line and what it is for. */
  readonly examples: readonly (readonly [string, string])[];
  readonly run: (args: Arguments) => Promise<number>;
}

/** The words of a command line, sorted; `problems` collects everything wrong with them, for one report. */
export interface Arguments {
  readonly operands: readonly string[];
  readonly problems: string[];
  readonly has: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
  readonly whole: (name: string, min: number, max: number) => number | undefined;
  readonly choice: <T extends string>(name: string, choices: readonly T[]) => T | undefined;
}

export const HELP: OptionSpec = { name: 'help', help: 'show this text' };

/** Sorts the words after a command's name. Never throws: mistakes are collected in `problems`. */
export function parseOptions(words: readonly string[], specs: readonly OptionSpec[]): Arguments {
  const known = new Map([...specs, HELP].map((spec) => [spec.name, spec]));
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      [...known.values()].map((spec) => [
        spec.name,
        spec.value === undefined
          ? { type: 'boolean' as const, ...(spec === HELP ? { short: 'h' } : {}) }
          : { type: 'string' as const },
      ]),
    ),
    strict: false,
    tokens: true,
  });
  const problems: string[] = [];
  const operands: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = known.get(token.name);
    if (spec === undefined) {
      const near = nearest(token.name, [...known.keys()]);
      problems.push(`${token.rawName}: unknown option${near === null ? '' : `; did you mean "--${near}"?`}`);
    } else if (spec.value === undefined) {
      if (token.value !== undefined) problems.push(`--${spec.name}: takes no value, received "${token.value}"`);
      given.set(spec.name, []);
    } else if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
      problems.push(`--${spec.name}: needs a value, ${spec.value}`);
    } else {
      const before = given.get(spec.name) ?? [];
      if (before.length > 0 && !spec.multiple) problems.push(`--${spec.name}: given more than once`);
      given.set(spec.name, [...before, token.value]);
    }
  }
  const text = (name: string) => given.get(name)?.at(-1);
  return {
    operands,
    problems,
    has: (name) => given.has(name),
    text,
    texts: (name) => given.get(name) ?? [],
    whole(name, min, max) {
      const value = text(name);
      if (value === undefined) return undefined;
      const number = /^[+-]?\d+$/.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      problems.push(`--${name}: expected a whole number from ${min} to ${max}, received "${value}"`);
      return undefined;
    },
    choice(name, choices) {
      const value = text(name);
      const found = choices.find((choice) => choice === value);
      if (value !== undefined && found === undefined) {
        problems.push(`--${name}: "${value}" is not one of ${choices.join(', ')}`);
      }
      return found;
    },
  };
}
