import { preference } from '@/theme/preference';
import { type Command, worksInFields } from './keymap';

const isOnOff = (value: string): value is 'on' | 'off' => value === 'on' || value === 'off';
/** The user's choice for all pages, made in the preferences. */
const shortcuts = preference<'on' | 'off'>('shortcuts', isOnOff, 'on');

export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Whether a key is the canvas's, and not that of a field, a dialog or a control with the focus. */
export const isOurs = (event: KeyboardEvent, command: Command): boolean => {
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest('[role="dialog"], dialog, [role="listbox"], [role="menu"], .ant-modal')) return false;
  if (worksInFields(command)) return true;
  // Out of the form, back to the step; a list that is open there is closed first.
  if (command.do === 'leave' && target.closest('.editor-pane')) return target.getAttribute('aria-expanded') !== 'true';
  if (isField(target)) return false;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isPlain && shortcuts.read() === 'off' && !event.key.startsWith('Arrow') && !['Enter', 'Delete', 'Escape'].includes(event.key))
    return false;
  // Elsewhere on the page, arrows and Enter belong to the control that has the focus.
  const isOnCanvas = target === document.body || target.id === 'main' || target.closest('.editor-canvas') !== null;
  const isControl = target.closest('button, a, [role="tab"], [role="radio"], [role="separator"]') !== null;
  if (['walk', 'open', 'start', 'remove', 'selectAll'].includes(command.do))
    return isOnCanvas && !(isControl && (command.do === 'open' || command.do === 'start'));
  return true;
};
