import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { baseOf, changingOf } from './code-extensions';
import type { CodeProps } from './code-props';

/** CodeMirror under React: the text belongs to the caller, the cursor and the undo to the editor. */
const CodeField = (props: CodeProps) => {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const changing = useRef(new Compartment());

  useEffect(() => {
    if (!place.current) return;
    const first = latest.current;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: first.value,
        selection: { anchor: firstHole(first.value) },
        extensions: [
          baseOf(first, () => latest.current),
          changing.current.of(changingOf(first)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
            if (update.selectionSet) latest.current.onCursor?.(update.state.selection.main.head);
          }),
        ],
      }),
    });
    view.current = made;
    if (first.autoFocus) made.focus();
    return () => made.destroy();
  }, []);

  const { value, marks, invalid, label, describedBy, id, onChange, placeholder, reveal } = props;
  useEffect(() => {
    const shown = view.current;
    if (!shown || shown.state.doc.toString() === value) return;
    shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: value } });
  }, [value]);

  const readOnly = onChange === undefined;
  useEffect(() => {
    view.current?.dispatch({
      effects: changing.current.reconfigure(changingOf({ id, label, describedBy, invalid, marks, placeholder, readOnly })),
    });
  }, [id, label, describedBy, invalid, marks, placeholder, readOnly]);

  useEffect(() => {
    const shown = view.current;
    if (!shown || !reveal) return;
    const line = shown.state.doc.line(Math.min(Math.max(1, reveal.line), shown.state.doc.lines));
    shown.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: 'center' }) });
  }, [reveal]);

  return <div ref={place} className={`code-field code-${props.lines ?? 'grow'}${invalid ? ' code-invalid' : ''}`} />;
};

/** Within `${ }`, where somebody has just switched to an expression; else at the end. */
const firstHole = (text: string): number => {
  const empty = text.indexOf(`\${  }`);
  return empty < 0 ? text.length : empty + 3;
};

export default CodeField;
