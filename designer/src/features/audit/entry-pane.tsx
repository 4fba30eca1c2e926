import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { Facts, Pane } from '@/layout/beside';
import { type AuditFilters, pageOf } from './filters';

/** One entry, whole, and the ways to more of its kind. */
export const EntryPane = (props: {
  entry: Schema<'AuditEntry'>;
  onClose: () => void;
  onNarrow: (changed: Partial<AuditFilters>) => void;
}) => {
  const { entry, onClose, onNarrow } = props;
  const { t } = useTranslation('audit');
  const format = useFormat();
  const page = pageOf(entry.object);
  return (
    <Pane name="audit" title={entry.what} note={`#${entry.sequence}`} onClose={onClose}>
      <section>
        <Facts
          facts={[
            [
              t('at'),
              <span key="at">
                <Time at={entry.at} /> · {format.utc(entry.at)}
              </span>,
            ],
            [t('who'), entry.who],
            [t('what'), entry.what],
            [
              t('object'),
              page ? (
                <Link key="object" to={page}>
                  {entry.object}
                </Link>
              ) : (
                entry.object
              ),
            ],
          ]}
        />
        <div className="pane-actions">
          <Button size="small" onClick={() => onNarrow({ who: entry.who })}>
            {t('sameWho')}
          </Button>
          <Button size="small" onClick={() => onNarrow({ object: entry.object })}>
            {t('sameObject')}
          </Button>
        </div>
      </section>
      <section>
        <h3>{t('detail')}</h3>
        {entry.detail === null || entry.detail === undefined ? (
          <p className="pane-help">{t('noDetail')}</p>
        ) : (
          <pre className="audit-detail">{JSON.stringify(entry.detail, null, 2)}</pre>
        )}
      </section>
    </Pane>
  );
};
