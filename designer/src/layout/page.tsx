import type { ReactNode } from 'react';
import './layout.css';

/** The body of a page: one column with the design's margin and gaps. */
export const Page = ({ children }: { children: ReactNode }) => <div className="page">{children}</div>;

/** A framed part of a page. `extra` stands at the right of the title. */
export const Card = ({ title, note, extra, children }: { title?: ReactNode; note?: ReactNode; extra?: ReactNode; children: ReactNode }) => (
  <section className="card">
    {title !== undefined && (
      <header className="card-head">
        <h2>{title}</h2>
        {note !== undefined && <span className="card-note">{note}</span>}
        {extra !== undefined && <span className="card-extra">{extra}</span>}
      </header>
    )}
    {children}
  </section>
);

/** An empty list: what it is, and one next action. */
export const Empty = ({ text, action }: { text: string; action?: ReactNode }) => (
  <div className="empty">
    <p>{text}</p>
    {action}
  </div>
);
