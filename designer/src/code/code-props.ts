import type { KeyBinding } from '@codemirror/view';

export type Suggestion = {
  label: string;
  /** What it is: a type, a count. */
  detail?: string;
  help?: string;
  /** Written instead of the label, from `from` on. */
  apply?: string;
};

/** What can be written before the cursor; `from` is where the part begins that a suggestion replaces. */
export type Complete = (text: string, position: number) => { from: number; options: Suggestion[] } | null;

export type CodeMark = { line: number; column?: number; severity: 'error' | 'warning'; message: string };

export type CodeProps = {
  id?: string;
  label: string;
  value: string;
  onChange?: (value: string) => void;
  language: 'expression' | 'selector' | 'javascript' | 'yaml';
  /** Grows with its lines; else it fills its frame and scrolls. */
  lines?: 'one' | 'grow' | 'fill';
  complete?: Complete;
  /** What stands under the pointer. */
  hover?: (text: string, position: number) => string | null;
  marks?: readonly CodeMark[];
  invalid?: boolean;
  describedBy?: string;
  placeholder?: string;
  autoFocus?: boolean;
  /** Where the cursor is to go; a new object leads there again. */
  reveal?: { line: number } | undefined;
  onCursor?: (position: number) => void;
  keys?: readonly KeyBinding[];
};
