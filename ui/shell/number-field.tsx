import { useRef } from 'preact/hooks';

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

/** A typed number. What is out of range is brought into it when the field is left; what is no number is put back. */
export function NumberField(props: NumberFieldProps) {
  const { value, min, max, step, label, disabled = false } = props;
  const input = useRef<HTMLInputElement>(null);
  const commit = () => {
    const field = input.current;
    if (!field) return;
    const typed = field.valueAsNumber;
    if (Number.isNaN(typed)) {
      field.value = value === null ? '' : String(tidy(value, step));
      return;
    }
    const within = Math.min(max, Math.max(min, props.integer ? Math.round(typed) : typed));
    field.value = String(tidy(within, Math.min(step, 1e-4)));
    if (within !== value) props.onChange(within);
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
