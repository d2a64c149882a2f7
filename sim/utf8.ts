/**
 * The UTF-8 bytes of a text (RFC 3629), in plain arithmetic because the pure core has no `TextEncoder`.
 * A lone surrogate becomes U+FFFD (bytes EF BF BD), as in the WHATWG encoder, so every string has exactly one encoding.
 *
 * @param text any string, in any normalisation form; the encoder does not normalise
 * @returns a fresh array of 0 to 3 × `text.length` bytes
 */
export function utf8(text: string): Uint8Array {
  // A UTF-16 unit takes three bytes at most: a pair of them takes four, a single one below U+10000 takes up to three.
  const bytes = new Uint8Array(text.length * 3);
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[size++] = code;
      continue;
    }
    if (code < 0x800) {
      bytes[size++] = 0xc0 | (code >> 6);
      bytes[size++] = 0x80 | (code & 0x3f);
      continue;
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      const next = i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
      if (code <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) {
        i++;
        code = 0x10000 + ((code & 0x3ff) << 10) + (next & 0x3ff);
        bytes[size++] = 0xf0 | (code >> 18);
        bytes[size++] = 0x80 | ((code >> 12) & 0x3f);
        bytes[size++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[size++] = 0x80 | (code & 0x3f);
        continue;
      }
      code = 0xfffd;
    }
    bytes[size++] = 0xe0 | (code >> 12);
    bytes[size++] = 0x80 | ((code >> 6) & 0x3f);
    bytes[size++] = 0x80 | (code & 0x3f);
  }
  return bytes.slice(0, size);
}
