import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { apiKey } from '@/api/queries';
import { Pane } from '@/layout/beside';
import { type Dialect, dialectNames, makers } from './dialects';
import { emptyDraft, mappingProblem, requestOf, withDialect } from './draft';
import { SourceForm } from './source-form';

type Props = { taken: readonly string[]; onMade: (name: string, secret: string | undefined) => void; onClose: () => void };

/** A new source: first what sends, then how it proves that it is itself. */
export const NewSource = ({ taken, onMade, onClose }: Props) => {
  const { t } = useTranslation('sources');
  const queries = useQueryClient();
  const [draft, setDraft] = useState(emptyDraft);
  const make = useMutation({
    mutationFn: () => api.post('/api/v1/alert-sources', { body: requestOf(draft) }),
    onSuccess: async ({ name }) => {
      await queries.invalidateQueries({ queryKey: apiKey('/api/v1/alert-sources') });
      onMade(name, draft.secret);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate();
  };
  const choose = (dialect: Dialect): void => {
    setDraft(withDialect(draft, dialect, taken));
    make.reset();
  };
  return (
    <Pane name="source" title={t('add')} onClose={onClose}>
      <form className="pane-form" onSubmit={submit}>
        <fieldset className="sources-dialects">
          <legend>{t('chooseDialect')}</legend>
          {dialectNames.map((name) => (
            <label key={name}>
              <input type="radio" name="dialect" checked={draft.dialect === name} onChange={() => choose(name)} />
              <strong>{makers[name] ?? t('genericName')}</strong>
              <span className="pane-help">{t(`dialectMeans.${name}`)}</span>
            </label>
          ))}
        </fieldset>
        {draft.dialect && (
          <>
            <SourceForm draft={draft} onChange={setDraft} stored={undefined} isNew error={make.error} failed={t('makeFailed')} />
            <div className="pane-actions">
              <Button type="primary" htmlType="submit" loading={make.isPending} disabled={mappingProblem(draft) !== undefined}>
                {t('make')}
              </Button>
              <Button onClick={onClose}>{t('cancel')}</Button>
            </div>
          </>
        )}
      </form>
    </Pane>
  );
};
