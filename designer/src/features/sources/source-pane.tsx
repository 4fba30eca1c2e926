import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { useMay } from '@/api/session';
import { Time } from '@/format/time';
import { useFormat } from '@/format/use-format';
import { Facts, Pane } from '@/layout/beside';
import { useRefusal } from '@/refusals/use-refusal';
import { DeleteSource } from './delete-source';
import { isDialect, makers } from './dialects';
import { EditSource } from './edit-source';
import { SetUp } from './set-up';
import { UnreadBodies } from './unread-bodies';

/** One source: what came from it, how to set up the other end, and its settings. */
export const SourcePane = (props: { source: Schema<'AlertSourceAnswer'>; typed: string | undefined; onClose: () => void }) => {
  const { source, typed, onClose } = props;
  const { t } = useTranslation('sources');
  const mayWrite = useMay('author');
  const [secret, setSecret] = useState(typed);
  return (
    <Pane name="source" title={source.name} note={dialectName(source.dialect, t('genericName'))} onClose={onClose}>
      <SourceFacts source={source} />
      <SetUp source={source} secret={secret} />
      {mayWrite && <UnreadBodies name={source.name} />}
      {mayWrite && (
        <section>
          <h3>{t('settings')}</h3>
          <EditSource source={source} onSaved={setSecret} />
        </section>
      )}
      {mayWrite && (
        <section>
          <DeleteSource name={source.name} onDeleted={onClose} />
        </section>
      )}
    </Pane>
  );
};

export const dialectName = (dialect: string, generic: string): string => (isDialect(dialect) ? (makers[dialect] ?? generic) : dialect);

const SourceFacts = ({ source }: { source: Schema<'AlertSourceAnswer'> }) => {
  const { t } = useTranslation('sources');
  const format = useFormat();
  const refusal = useRefusal();
  const { status, path, authentication } = source;
  return (
    <section>
      <Facts
        facts={[
          [t('path'), <code key="path">{path}</code>],
          [t('authentication'), t(`authenticationName.${authentication.type}`)],
          [t('lastAlert'), status.lastAlertAt ? <Time key="last" at={status.lastAlertAt} /> : t('never')],
          [
            t('accepted'),
            <Link key="accepted" to={`/triggers/alerts?${new URLSearchParams({ q: source.name, period: 'always' })}`}>
              {format.number(status.accepted)}
            </Link>,
          ],
          [t('duplicates'), format.number(status.duplicates)],
          [t('truncated'), status.truncated > 0 ? t('truncatedMeans', { number: format.number(status.truncated) }) : null],
          [t('refused'), format.number(status.refused)],
          [
            t('lastRefusal'),
            status.lastRefusedAt && (
              <span key="refusal">
                <Time at={status.lastRefusedAt} /> · {refusal(status.lastRefusal)}
              </span>
            ),
          ],
        ]}
      />
    </section>
  );
};
