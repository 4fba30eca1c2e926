import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** What a row of a list is called by, as a link, for keys and a new tab; the row itself is clicked for the same. */
export const RowLink = ({ to, children }: { to: string; children: ReactNode }) => (
  <Link className="row-name" to={to} onClick={(event) => event.stopPropagation()}>
    {children}
  </Link>
);
