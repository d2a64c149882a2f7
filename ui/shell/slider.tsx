export interface SliderProps {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly label: string;
  readonly text: string;
  /** Where the default lies. */
  readonly tick?: number;
  readonly name?: string;
  readonly disabled?: boolean;
  onDrag(value: number): void;
  onDrop(): void;
}

function share(value: number, min: number, max: number): string {
  return `${Math.min(100, Math.max(0, ((value - min) / (max - min)) * 100))}%`;
}

/** A native range input: keys, touch and screen readers come with it. */
export function Slider(props: SliderProps) {
  const { value, min, max, step, label, text, tick } = props;
  return (
    <div class="slider" style={{ '--fill': share(value, min, max), '--tick': share(tick ?? min, min, max) }}>
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-label={label}
        aria-valuetext={text}
        disabled={props.disabled}
        data-lever={props.name}
        onInput={(event) => props.onDrag(event.currentTarget.valueAsNumber)}
        onChange={() => props.onDrop()}
        onPointerUp={() => props.onDrop()}
        onBlur={() => props.onDrop()}
      />
    </div>
  );
}

export interface SpanProps {
  readonly from: number;
  readonly to: number;
  readonly max: number;
  readonly labels: readonly [string, string];
  readonly disabled?: boolean;
  onDrag(which: 'from' | 'to', week: number): void;
  onDrop(): void;
}

/** Two handles on one track: the first and the last week, both counted from 1. */
export function Span({ from, to, max, labels, disabled = false, onDrag, onDrop }: SpanProps) {
  const shared = {
    type: 'range' as const,
    min: 1,
    max,
    step: 1,
    disabled,
    onChange: onDrop,
    onPointerUp: onDrop,
    onBlur: onDrop,
  };
  return (
    <div class="slider span" style={{ '--start': share(from, 1, max), '--fill': share(to, 1, max) }}>
      <input
        {...shared}
        value={from}
        aria-label={labels[0]}
        onInput={(event) => {
          const value = Math.min(to, event.currentTarget.valueAsNumber);
          event.currentTarget.value = String(value);
          onDrag('from', value);
        }}
      />
      <input
        {...shared}
        value={to}
        aria-label={labels[1]}
        onInput={(event) => {
          const value = Math.max(from, event.currentTarget.valueAsNumber);
          event.currentTarget.value = String(value);
          onDrag('to', value);
        }}
      />
    </div>
  );
}
