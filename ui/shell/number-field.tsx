import { useRef, useState } from 'preact/hooks';

export interface NumberFieldProps {
  /** `null`: not given. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly label: string;
  readonly integer?: boolean;
  readonly disabled?: boolean;
  readonly width?: number;
  readonly invalid?: boolean;
  onChange(value: number): void;
}

/** Digits that a step can show, so that 0.30000000000000004 is written 0.3. */
export function tidy(value: number, step: number): number {
  const digits = Math.max(0, Math.ceil(-Math.log10(step)) + 1);
  return Number(value.toFixed(Math.min(10, digits)));
}

/** A typed number. What is out of range is brought into it when the field is left; what is no number or refused is put back. */
export function NumberField(props: NumberFieldProps) {
  const { value, min, max, step, label, disabled = false } = props;
  const input = useRef<HTMLInputElement>(null);
  const [, draw] = useState(0);
  const commit = () => {
    const typed = input.current?.valueAsNumber ?? Number.NaN;
    const within = Math.min(max, Math.max(min, props.integer ? Math.round(typed) : typed));
    if (!Number.isNaN(typed) && within !== value) props.onChange(within);
    // a change that was refused brings no new value to draw, so what was typed would stay
    draw((n) => n + 1);
  };
  return (
    <input
      ref={input}
      class={`number${props.invalid ? ' invalid' : ''}`}
      type="number"
      inputMode="decimal"
      step="any"
      min={min}
      max={max}
      value={value === null ? '' : tidy(value, step)}
      aria-label={label}
      disabled={disabled}
      style={{ width: `${props.width ?? 5.2}ch` }}
      onChange={commit}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        const by = (event.key === 'ArrowUp' ? 1 : -1) * step * (event.shiftKey ? 10 : 1);
        const next = Math.min(max, Math.max(min, tidy((value ?? min) + by, step)));
        if (next !== value) props.onChange(next);
      }}
    />
  );
}
