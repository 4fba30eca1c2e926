import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { SidePane } from './side-pane';
import './beside.css';

/** A list, and at its right the pane of what is open in it. */
export const Beside = ({ children, pane }: { children: ReactNode; pane: ReactNode }) => (
  <div className="beside">
    <div className="beside-list">{children}</div>
    {/* Its texts may still be on their way: the list stays meanwhile. */}
    <Suspense fallback={null}>{pane}</Suspense>
  </div>
);

/** The pane of a list: a title, and below it parts with `h3`. */
export const Pane = (props: { name: string; title: string; note?: ReactNode; onClose: () => void; children: ReactNode }) => {
  const { name, title, note, onClose, children } = props;
  const { t } = useTranslation('layout');
  const head = (
    <div className="pane-title">
      <h2 title={title}>{title}</h2>
      {note !== undefined && <span className="pane-note">{note}</span>}
    </div>
  );
  return (
    <SidePane name={name} label={title} head={head} words={{ close: t('close'), resize: t('resize') }} onClose={onClose}>
      <div className="pane">{children}</div>
    </SidePane>
  );
};

/** What is known of a thing, as names and values. Values that are not there are left out. */
export const Facts = ({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className="facts">
    {facts
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);
