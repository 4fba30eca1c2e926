import type { ReactNode } from 'react';

/** A part of a pane that folds away; folded, its summary says what is set in it. */
export const Section = (props: { title: string; summary?: ReactNode; open?: boolean; wrong?: boolean; children: ReactNode }) => (
  <details className={`pane-section${props.wrong ? ' is-wrong' : ''}`} open={props.open || props.wrong}>
    <summary>
      <span className="pane-section-title">{props.title}</span>
      {props.summary && <span className="pane-section-summary">{props.summary}</span>}
    </summary>
    <div className="pane-section-body">{props.children}</div>
  </details>
);
