import type { Problem } from '@/canvas/definition';
import { parentOf } from '@/canvas/paths';
import { useEditor } from '../store';
import { useUi } from '../ui';
import { stepPointer } from './pointers';
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
  if (step !== undefined) useUi.setState({ shown: { path: step, isQuiet: problem.path !== stepPointer(step) } });
  focusWhenThere(problem.path);
};

/** `F8`, and backwards. */
export const leadToNextProblem = (direction: 1 | -1): void => {
  const next = nextProblem(useEditor.getState().problems, last, direction);
  if (next) leadTo(next);
};

/** The form is drawn when the canvas has had its turn, and code fields in it are loaded: about two seconds of frames are waited for. */
const focusWhenThere = (path: string, frames = 120): void => {
  requestAnimationFrame(() => {
    if (!focusAt(path) && frames > 0 && path === last?.path) focusWhenThere(path, frames - 1);
  });
};

const controls = 'input, textarea, select, [contenteditable="true"], [role="switch"], button:not(.field-switch)';

const focusAt = (path: string): boolean => {
  const fields = [...document.querySelectorAll<HTMLElement>('[data-path]')];
  const field = fields
    .filter(({ dataset }) => path === dataset.path || path.startsWith(`${dataset.path}/`))
    .sort((a, b) => (b.dataset.path?.length ?? 0) - (a.dataset.path?.length ?? 0))[0];
  const control = field?.querySelector<HTMLElement>(controls);
  if (!field || !control) return false;
  for (let around = field.closest('details'); around; around = around.parentElement?.closest('details') ?? null) around.open = true;
  field.scrollIntoView({ block: 'center' });
  control.focus();
  return document.activeElement === control;
};
