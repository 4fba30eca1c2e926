import { Decoration, type DecorationSet, type EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view';

/** `${ … }` within text: the holes stand out, the text around them does not. */
const decorator = new MatchDecorator({
  regexp: /\$\{(?:[^{}]|\{[^{}]*\})*\}?/g,
  decorate: (add, from, to, match) => {
    add(from, from + 2, Decoration.mark({ class: 'code-brace' }));
    const closed = match[0].endsWith('}');
    const end = closed ? to - 1 : to;
    if (end > from + 2) add(from + 2, end, Decoration.mark({ class: 'code-hole' }));
    if (closed) add(end, to, Decoration.mark({ class: 'code-brace' }));
  },
});

export const holes = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorator.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = decorator.updateDeco(update, this.decorations);
    }
  },
  { decorations: (value) => value.decorations },
);
