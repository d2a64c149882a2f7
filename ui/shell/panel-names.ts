/** What can stand under the main chart, in the order of its tabs. */
export const PANELS = [
  'outcomes',
  'distribution',
  'stages',
  'moved',
  'cost',
  'traits',
  'modes',
  'money',
  'institutions',
] as const;
export type PanelName = (typeof PANELS)[number];
