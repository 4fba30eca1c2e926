import type { Problem } from '@/canvas/definition';
import { parentOf } from '@/canvas/paths';
import { useEditor } from '../store';
import { useUi } from '../ui';
import { nextProblem } from './problems';

let last: Problem | undefined;

/** Selects the step and puts the keyboard into the field that the problem is about. */
export const leadTo = (problem: Problem): void => {
  last = problem;
  const { select, stepInto, scope } = useEditor.getState();
  const step = problem.step ?? undefined;
  // A step is seen where the container that was stepped into is one of those around it.
  if (step !== undefined && scope !== '' && !step.startsWith(`${scope}/`)) stepInto(parentOf(step));
  select(step === undefined ? [] : [step]);
  if (step !== undefined) useUi.setState({ shown: { path: step } });
  // The form is drawn with the next frame, the code fields in it one later.
  requestAnimationFrame(() => requestAnimationFrame(() => focusAt(problem.path)));
};

/** `F8`, and backwards. */
export const leadToNextProblem = (direction: 1 | -1): void => {
  const next = nextProblem(useEditor.getState().problems, last, direction);
  if (next) leadTo(next);
};

const focusAt = (path: string): void => {
  const fields = [...document.querySelectorAll<HTMLElement>('[data-path]')];
  const field = fields
    .filter(({ dataset }) => path === dataset.path || path.startsWith(`${dataset.path}/`))
    .sort((a, b) => (b.dataset.path?.length ?? 0) - (a.dataset.path?.length ?? 0))[0];
  if (!field) return;
  for (let around = field.closest('details'); around; around = around.parentElement?.closest('details') ?? null) around.open = true;
  field.scrollIntoView({ block: 'center' });
  field
    .querySelector<HTMLElement>('input, textarea, select, [contenteditable="true"], [role="switch"], button:not(.field-switch)')
    ?.focus();
};
