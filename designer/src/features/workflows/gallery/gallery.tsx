import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schema } from '@/api/operations';
import { apiQuery } from '@/api/queries';
import { useMay } from '@/api/session';
import { isObject } from '@/json/pointer';
import { Facts } from '@/layout/beside';
import { useListKeys } from '@/layout/use-list-keys';
import { EffectMark } from '@/marks/effect-mark';
import { CallProblem } from '@/problem/call-problem';
import { useSaid } from '@/shipped/use-said';
import { StartRun } from '@/start-run/start-run';
import { summaryOf } from './summary';

/** The shipped workflows as cards: what each does, what it needs, and the two ways to begin. */
export const Gallery = () => {
  const { t } = useTranslation('workflows/gallery');
  const library = useQuery({ ...apiQuery('/api/v1/library', {}), staleTime: Number.POSITIVE_INFINITY });
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list, '.gallery > li');
  const [starting, setStarting] = useState<string>();
  if (library.error) return <CallProblem error={library.error} what={t('failed')} retry={library.refetch} />;
  return (
    <section>
      <p className="gallery-intro">{t('intro')}</p>
      <ul className="gallery" ref={list}>
        {library.data?.items.map((entry) => (
          <li key={entry.id}>
            <Card entry={entry} onUse={() => setStarting(entry.id)} />
          </li>
        ))}
      </ul>
      {starting && <StartRun workflow={starting} onClose={() => setStarting(undefined)} />}
    </section>
  );
};

const Card = ({ entry, onUse }: { entry: Schema<'LibraryEntry'>; onUse: () => void }) => {
  const { t, i18n } = useTranslation('workflows/gallery');
  const activities = useQuery({ ...apiQuery('/api/v1/activities', {}), staleTime: Number.POSITIVE_INFINITY }).data?.items ?? [];
  const here = useQuery(apiQuery('/api/v1/workflows', { query: { limit: 500 } })).data?.items;
  const [mayStart, mayAuthor] = [useMay('operate'), useMay('author')];
  const said = useSaid();
  const summary = summaryOf(entry.definition, activities);
  const inputs = isObject(entry.definition) && isObject(entry.definition.inputs) ? entry.definition.inputs : {};
  const isKnown = here?.some(({ id }) => id === entry.id) ?? true;
  const capability = (name: string): string =>
    i18n.exists(`workflows/gallery:capability.${name}`) ? t(`capability.${name as 'power'}`) : name;
  const inputTitle = (name: string): string => {
    const input = inputs[name];
    return isObject(input) && typeof input.title === 'string' ? said(input.title, 'title') : name;
  };
  const needs = [
    ...summary.capabilities.map(capability),
    ...(summary.needsMail ? [t('mail')] : []),
    ...(summary.needsNetwork ? [t('network')] : []),
  ];
  return (
    <article className="gallery-card">
      <header>
        <h2>{said(entry.name) ?? entry.id}</h2>
        <EffectMark effect={summary.effect} />
      </header>
      <p>{said(entry.description, 'description')}</p>
      <Facts
        facts={[
          [t('needs'), needs.join(t('list')) || t('needsNothing')],
          [t('asks'), summary.inputs.map(inputTitle).join(t('list')) || t('asksNothing')],
        ]}
      />
      <footer>
        {isKnown ? (
          <>
            {mayStart && (
              <Button type="primary" onClick={onUse}>
                {t('use')}
              </Button>
            )}
            <Link className="workflows-link" to={`/workflows/${entry.id}`}>
              {t('open')}
            </Link>
          </>
        ) : (
          <span className="row-note">{t('gone')}</span>
        )}
        {mayAuthor && (
          <Link className="workflows-link" to={`/workflows?view=gallery&open=new&from=${entry.id}`}>
            {t('copy')}
          </Link>
        )}
      </footer>
    </article>
  );
};
