import { type DocumentNode, parse, type Token, tokenize, type ValueNode } from '@humanwhocodes/momoa';
import { childPath, type Located } from './traced.ts';

/** What a text holds; with duplicate keys there is a value (the last of each counts) beside the problems. */
export interface ParsedJson {
  /** `undefined` when the text is not JSON. */
  readonly value: unknown;
  readonly problems: readonly Located[];
}

/**
 * Reads JSON strictly and says in words what is wrong and where. A byte order mark is passed over.
 *
 * @param file the name that problems carry
 */
export function parseJson(text: string, file: string): ParsedJson {
  const json = text.replace(/^\uFEFF/, '');
  const failed = (offset: number, message: string): ParsedJson => ({
    value: undefined,
    problems: [{ where: file, path: '', message: `${place(json, offset)}: ${message}` }],
  });
  let tree: DocumentNode;
  try {
    tree = parse(json, { mode: 'json', ranges: true });
  } catch (error) {
    if (error instanceof RangeError) return failed(0, 'brackets are nested too deeply');
    const offset = (error as { offset?: number }).offset ?? 0;
    return failed(...syntaxProblem(json, offset));
  }
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // The parser above is laxer in one point: it lets control characters stand in strings.
    return failed(
      controlCharacter(json),
      'a line break, tab or control character in a text must be written \\n, \\t or \\u…',
    );
  }
  return { value, problems: duplicates(tree.body, json, file, '') };
}

/** `line 3, column 14`, counted from 1. */
function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** The place and the words for a text that does not parse, from what stands there and before it. */
function syntaxProblem(text: string, offset: number): [number, string] {
  if (text.trim() === '') return [0, 'the file is empty, expected a JSON object'];
  // An error on an opening bracket that nothing follows is reported at the bracket; the end of the file is meant.
  const rest = text.slice(offset).trim();
  if (rest === '' || rest === '{' || rest === '[') {
    return [text.trimEnd().length, 'the file ends too early; a bracket or a quotation mark is not closed'];
  }
  const before = text.slice(0, offset).trimEnd();
  const last = before.at(-1) ?? '';
  const word = /^[\p{L}\p{N}_$]+/u.exec(rest)?.[0];
  const found = [...rest][0]!;
  const unexpected = `unexpected ${JSON.stringify(word ?? found)}`;
  if (found === "'") return [offset, `${unexpected}; texts and keys stand in double quotes`];
  if (rest.startsWith('//') || rest.startsWith('/*')) return [offset, `${unexpected}; JSON has no comments`];
  if ((found === '}' || found === ']') && last === ',') {
    return [offset, `${unexpected} after a comma; nothing follows the last comma, so remove it`];
  }
  if (last === '"' && found !== ',' && !/[:}\]]/.test(found) && isKey(before)) {
    return [offset, `${unexpected}; a colon is missing after a key`];
  }
  if (/["\w}\]]/.test(last) && /["[{\w-]/.test(found)) return [offset, `${unexpected}; a comma is missing before it`];
  if ((last === '{' || last === ',') && word !== undefined)
    return [offset, `${unexpected}; texts and keys stand in double quotes`];
  if (word !== undefined)
    return [offset, `${unexpected}; expected a number, a text in double quotes, true, false or null`];
  return [offset, unexpected];
}

/** Whether the text ends in a string that stands where a key stands: after `{`, or after a comma inside an object. */
function isKey(before: string): boolean {
  let tokens: Token[];
  try {
    tokens = tokenize(before, { mode: 'json', ranges: true });
  } catch {
    return false; // cut off inside a string
  }
  const previous = tokens.at(-2)?.type;
  if (previous === 'LBrace') return true;
  if (previous !== 'Comma') return false;
  let depth = 0;
  for (const { type } of tokens.reverse()) {
    if (type === 'RBrace' || type === 'RBracket') depth++;
    else if (type === 'LBrace' || type === 'LBracket') {
      if (depth === 0) return type === 'LBrace';
      depth--;
    }
  }
  return false;
}

function controlCharacter(text: string): number {
  for (const token of tokenize(text, { mode: 'json', ranges: true })) {
    if (token.type !== 'String') continue;
    for (let i = token.loc.start.offset; i < token.loc.end.offset; i++) if (text.charCodeAt(i) < 32) return i;
  }
  return 0;
}

/** A problem for every key that its object already has. */
function duplicates(node: ValueNode, text: string, file: string, path: string): Located[] {
  if (node.type === 'Array') {
    return node.elements.flatMap((element, i) => duplicates(element.value, text, file, childPath(path, i)));
  }
  if (node.type !== 'Object') return [];
  const first = new Map<string, number>();
  return node.members.flatMap((member) => {
    const key = member.name.type === 'String' ? member.name.value : member.name.name;
    const here = childPath(path, key);
    const offset = member.name.loc.start.offset;
    const inside = duplicates(member.value, text, file, here);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, offset);
      return inside;
    }
    const message = `${place(text, offset)}: duplicate key, already given in ${place(text, earlier)}`;
    return [{ where: file, path: here, message }, ...inside];
  });
}
