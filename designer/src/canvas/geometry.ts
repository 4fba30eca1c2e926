import { isContainer, type Position, type Step } from './definition';
import type { Outcome } from './outcomes';

/** The measures of the drawing in pixels. The components are styled to them, so that nothing has to be measured before it is drawn. */
export const grid = 16;
export const stepWidth = 172;
const stepHeight = 50;
const lintelHeight = 22;
const perOutcome = 20;
export const notch = { width: 50, gap: 3, left: 8 } as const;
/** What stands around the steps in a container: the title row is at the top. */
export const inset = { left: 24, top: 56, right: 48, bottom: 40 } as const;
const emptyContainer = { width: 260, height: 130 } as const;
/** The distances at which steps are placed where nobody has placed them. */
export const pitch = { x: 240, y: 112 } as const;

export type Size = { width: number; height: number };
export type Box = Size & { x: number; y: number };

const rightSide = (outcomes: readonly Outcome[]): number => outcomes.filter(({ adverse }) => !adverse).length;

export const stepSize = (step: Step, outcomes: readonly Outcome[]): Size => ({
  width: stepWidth,
  height: stepHeight + (step.approval ? lintelHeight : 0) + Math.max(0, rightSide(outcomes) - 2) * perOutcome,
});

/** The frame around what is in a container, whose left upper corner is at `origin`. */
export const containerSize = (inside: readonly Box[], origin: Position): Size => ({
  width: Math.max(emptyContainer.width, ...inside.map((box) => box.x + box.width - origin[0] + inset.left + inset.right)),
  height: Math.max(emptyContainer.height, ...inside.map((box) => box.y + box.height - origin[1] + inset.top + inset.bottom)),
});

/** A container that is folded: its title and how much is in it. */
export const foldedSize: Size = { width: stepWidth, height: stepHeight };

/** What is at 0,0 inside: nobody's step lies outside its container, even where a layout written by hand says so. */
export const originOf = (inside: readonly Box[]): Position => [
  Math.min(0, ...inside.map((box) => box.x)),
  Math.min(0, ...inside.map((box) => box.y)),
];

export type Exit = Outcome & { x: number; y: number };

/** Where the outcomes leave a step of this size: normal ones spread over the right edge, adverse ones along the lower edge. */
export const exitsOf = (step: Step, outcomes: readonly Outcome[], { width, height }: Size, isFolded: boolean): Exit[] => {
  const normal = outcomes.filter(({ adverse }) => !adverse);
  const top = isFolded ? 0 : isContainer(step) ? 34 : step.approval ? lintelHeight : 0;
  return [
    ...normal.map((outcome, index) => ({ ...outcome, x: width, y: top + ((index + 1) * (height - top)) / (normal.length + 1) })),
    ...outcomes
      .filter(({ adverse }) => adverse)
      .map((outcome, index) => ({ ...outcome, x: notch.left + notch.width / 2 + index * (notch.width + notch.gap), y: height })),
  ];
};

export const entryOf = (step: Step, { height }: Size): { x: number; y: number } => ({
  x: 0,
  y: step.approval && !isContainer(step) ? lintelHeight + (height - lintelHeight) / 2 : height / 2,
});
