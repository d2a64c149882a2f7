/** Small pieces of SVG and HTML as text: the report is written in Node, where there is no document. */

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"]/gu, (letter) => ENTITIES[letter]);
}

/** An element with its attributes; numbers are rounded to what one can see. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly string[]
): string {
  const given = Object.entries(attributes)
    .map(
      ([key, value]) =>
        ` ${key}="${escaped(typeof value === 'number' ? String(Math.round(value * 100) / 100) : value)}"`,
    )
    .join('');
  return children.length === 0 ? `<${name}${given}/>` : `<${name}${given}>${children.join('')}</${name}>`;
}

export function textAt(
  x: number,
  y: number,
  text: string,
  attributes: Readonly<Record<string, string | number>> = {},
): string {
  return element('text', { x, y, ...attributes }, escaped(text));
}

/** A figure that says what it shows to those who cannot see it. */
export function figure(
  id: string,
  title: string,
  description: string,
  width: number,
  height: number,
  body: readonly string[],
): string {
  const svg = element(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
      style: `max-width:${width}px`,
    },
    element('title', { id: `${id}-title` }, escaped(title)),
    element('desc', { id: `${id}-desc` }, escaped(description)),
    ...body,
  );
  return `<figure>${svg}<figcaption>${escaped(title)}</figcaption></figure>`;
}

const isNumber = (cell: string) => /^(?:[-−]?\d.*|–|)$/u.test(cell);

/** A table; the first column names the row, and columns of words stand to the left. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], caption = ''): string {
  const words = head.map((_, i) => (rows.every((row) => isNumber(row[i])) ? '' : ' class="words"'));
  const line = (row: readonly string[]) =>
    `<tr>${row.map((cell, i) => (i === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<td${words[i]}>${escaped(cell)}</td>`)).join('')}</tr>`;
  const heads = head.map((cell, i) => `<th scope="col"${words[i]}>${escaped(cell)}</th>`).join('');
  const title = caption === '' ? '' : `<caption>${escaped(caption)}</caption>`;
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(caption || head.join(', '))}"><table>${title}<thead><tr>${heads}</tr></thead><tbody>${rows.map(line).join('')}</tbody></table></div>`;
}

/** The numbers behind a figure, to be unfolded. */
export function numbers(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<details><summary>Numbers: ${escaped(caption)}</summary>${table(head, rows, caption)}</details>`;
}
