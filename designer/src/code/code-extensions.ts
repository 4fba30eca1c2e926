import { autocompletion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Extension, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, hoverTooltip, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { CodeProps } from './code-props';
import { holes } from './holes';

// By the theme's tokens, so that one style serves both modes.
const colours = HighlightStyle.define([
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--completed)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--running)' },
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--paused)' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--text)' },
  { tag: [tags.variableName, tags.function(tags.variableName)], color: 'var(--paused)' },
  { tag: [tags.comment, tags.meta], color: 'var(--text-3)' },
  { tag: [tags.punctuation, tags.separator, tags.operator], color: 'var(--text-2)' },
]);

const languages = { expression: [holes], selector: [javascript()], javascript: [javascript()], yaml: [yaml()] };

/** What stays as long as the field is there. */
export const baseOf = (first: CodeProps, latest: () => CodeProps): Extension => [
  history(),
  bracketMatching(),
  indentOnInput(),
  EditorView.lineWrapping,
  first.lines === 'fill' ? lineNumbers() : [],
  first.lines === 'one' ? EditorState.transactionFilter.of((change) => (change.newDoc.lines > 1 ? [] : change)) : [],
  languages[first.language],
  syntaxHighlighting(colours),
  autocompletion({
    activateOnTyping: true,
    // Outside of long texts a list that is open is what the key is meant for, from the first moment.
    interactionDelay: first.lines === 'fill' ? 75 : 0,
    icons: false,
    override: [
      (context: CompletionContext) => {
        const found = latest().complete?.(context.state.doc.toString(), context.pos);
        if (!found || found.options.length === 0) return null;
        return {
          from: found.from,
          options: found.options.map(({ label, detail, help, apply }) => ({ label, detail, info: help, apply })),
          validFor: /^[\w$-]*$/,
        };
      },
    ],
  }),
  hoverTooltip((view, position) => {
    const text = latest().hover?.(view.state.doc.toString(), position);
    if (!text) return null;
    return {
      pos: position,
      create: () => {
        const dom = document.createElement('div');
        dom.className = 'code-hover';
        dom.textContent = text;
        return { dom };
      },
    };
  }),
  keymap.of([...(first.keys ?? []), ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
];

type Changing = Pick<CodeProps, 'id' | 'label' | 'describedBy' | 'invalid' | 'marks' | 'placeholder'> & { readOnly?: boolean };

/** What follows the caller's properties. */
export const changingOf = ({ id, label, describedBy, invalid, marks, placeholder: hint, readOnly }: Changing): Extension => [
  EditorState.readOnly.of(readOnly ?? false),
  EditorView.contentAttributes.of({
    'aria-label': label,
    tabindex: '0',
    ...(id ? { id } : {}),
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(invalid ? { 'aria-invalid': 'true' } : {}),
  }),
  hint ? placeholder(hint) : [],
  marks && marks.length > 0 ? markField(marks) : [],
];

const markField = (marks: NonNullable<CodeProps['marks']>) =>
  StateField.define<DecorationSet>({
    create: (state) => decorate(state, marks),
    update: (shown, change) => shown.map(change.changes),
    provide: (field) => EditorView.decorations.from(field),
  });

const decorate = (state: EditorState, marks: NonNullable<CodeProps['marks']>): DecorationSet =>
  Decoration.set(
    [...marks]
      .filter((mark) => mark.line >= 1 && mark.line <= state.doc.lines)
      .sort((a, b) => a.line - b.line)
      .map((mark) =>
        Decoration.line({ attributes: { class: `code-mark-${mark.severity}`, title: mark.message } }).range(state.doc.line(mark.line).from),
      ),
    true,
  );
