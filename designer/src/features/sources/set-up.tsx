import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { Copyable } from './copyable';
import { isDialect, secretName } from './dialects';
import { snippetsOf } from './setup/snippets';

/** What to copy into the monitoring system, with this server's address. A secret is in it only while it is known from typing it. */
export const SetUp = ({ source, secret }: { source: Schema<'AlertSourceAnswer'>; secret: string | undefined }) => {
  const { t } = useTranslation('sources');
  const { name, path, dialect, authentication } = source;
  const snippets = useMemo(
    () =>
      isDialect(dialect) ? snippetsOf(dialect, { name, url: `${window.location.origin}${path}`, authentication, secret }, new Date()) : [],
    [name, path, dialect, authentication, secret],
  );
  const key = secretName(authentication.type);
  return (
    <>
      <section>
        <h3>{t('setup.title')}</h3>
        <p className="pane-help">
          {key === undefined
            ? t('setup.whole')
            : t(secret ? 'setup.withSecret' : 'setup.withoutSecret', { secret: t(`setup.secretIn.${key}`) })}
        </p>
      </section>
      {snippets.map((snippet) => (
        <Copyable key={snippet.title} snippet={snippet} />
      ))}
    </>
  );
};
