/** Small parts that many places of the page use. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { hue, markerPath, SLOTS } from '../theme.ts';

/** The marker of a scenario before its name; decoration, as the letter or name follows. */
export function Marker({ slot, size = 12 }: { slot: number; size?: number }) {
  const ring = SLOTS[slot]!.marker === 'ring';
  return (
    <svg class="marker" width={size} height={size} viewBox="-6 -6 12 12" aria-hidden="true">
      <path
        d={markerPath(SLOTS[slot]!.marker, ring ? 4.2 : 4.8)}
        fill={ring ? 'none' : hue(slot)}
        stroke={ring ? hue(slot) : 'none'}
        stroke-width="1.8"
      />
    </svg>
  );
}

/** A text in which `**` marks what is bold. */
export function Rich({ text }: { text: string }) {
  return <>{text.split('**').map((part, i) => (i % 2 === 1 ? <strong key={i}>{part}</strong> : part))}</>;
}

/** A section that opens; what is inside is made when it is open only. */
export function Fold({ title, value, children }: { title: string; value: string; children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="fold" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>{title}</span>
        <span class="fold-value">{value}</span>
      </summary>
      {open ? <div class="fold-body">{children}</div> : null}
    </details>
  );
}
