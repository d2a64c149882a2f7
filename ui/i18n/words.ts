/** The page's words in one language, and numbers as that language writes them. */
export type Locale = 'en' | 'zh';
export type Params = Readonly<Record<string, string | number>>;
export type Messages = Readonly<Record<string, string>>;

export interface NumberOptions {
  /** Decimals; by default 0. */
  readonly digits?: number;
  /** Always with a sign, the true minus. */
  readonly signed?: boolean;
}

export interface Words {
  readonly locale: Locale;
  /**
   * A message. `{name}` is replaced by the parameter; `{n?run|runs}` by the form for one or for other numbers (Chinese
   * messages need none). Numbers among the parameters are written as the language does.
   */
  t(key: string, params?: Params): string;
  number(value: number, options?: NumberOptions): string;
  /** A share (0.37) as "37 %" or "37%". */
  percent(share: number, digits?: number): string;
  /** CNY with its unit: "390,000 CNY", "39万元". */
  money(cny: number): string;
  /** Two ends of an interval: "5.5–7.2", with signs "+5.2 to +6.6". */
  range(low: number, high: number, options?: NumberOptions): string;
  /** Large counts, as the language abbreviates them: "12,345", "1.2万". */
  compact(value: number): string;
  list(items: readonly string[]): string;
  /** The own language's version of a text that is written in both. */
  pick(text: { readonly en: string; readonly zh: string }): string;
}

const TAG: Readonly<Record<Locale, string>> = { en: 'en-GB', zh: 'zh-CN' };
const MINUS = '−';
const TEN_THOUSAND = 10_000;

function createNumber(tag: string) {
  const formats = new Map<number, Intl.NumberFormat>();
  return (value: number, { digits = 0, signed = false }: NumberOptions = {}): string => {
    if (!Number.isFinite(value)) return '–';
    let format = formats.get(digits);
    if (!format) {
      format = new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits });
      formats.set(digits, format);
    }
    const text = format.format(Math.abs(value));
    const isZero = !/[1-9]/.test(text);
    const sign = value < 0 && !isZero ? MINUS : signed && !isZero ? '+' : '';
    return sign + text;
  };
}

/** Puts parameters into a message. */
function fill(message: string, params: Params, number: (n: number) => string, plural: Intl.PluralRules): string {
  return message.replace(/\{(\w+)(?:\?([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    if (one !== undefined && other !== undefined) return plural.select(Number(value)) === 'one' ? one : other;
    return typeof value === 'number' ? number(value) : value;
  });
}

/** Makes the words of a language from its messages; a key without a message is shown as it is, so that it is seen. */
export function createWords(locale: Locale, messages: Messages): Words {
  const tag = TAG[locale];
  const number = createNumber(tag);
  const plural = new Intl.PluralRules(tag);
  const shown = (n: number) => number(n, { digits: Number.isInteger(n) ? 0 : 1 });
  const percentSign = locale === 'zh' ? '%' : ' %';
  const listFormat = new Intl.ListFormat(tag, { style: 'long', type: 'conjunction' });
  const wan = (value: number) => {
    const tenThousands = value / TEN_THOUSAND;
    return `${number(tenThousands, { digits: Number.isInteger(tenThousands) ? 0 : 1 })}万`;
  };
  return {
    locale,
    t: (key, params = {}) => fill(messages[key] ?? key, params, shown, plural),
    number,
    percent: (share, digits = 0) => `${number(share * 100, { digits })}${percentSign}`,
    money(cny) {
      if (locale === 'en') return `${number(cny)} CNY`;
      return Math.abs(cny) >= TEN_THOUSAND ? `${wan(cny)}元` : `${number(cny)}元`;
    },
    range(low, high, options = {}) {
      const [a, b] = [number(low, options), number(high, options)];
      if (!options.signed && low >= 0) return `${a}–${b}`;
      return locale === 'zh' ? `${a}至${b}` : `${a} to ${b}`;
    },
    compact: (value) => (locale === 'zh' && value >= TEN_THOUSAND ? wan(value) : number(value)),
    list: (items) => listFormat.format(items),
    pick: (text) => text[locale],
  };
}
