import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/api/problem';
import { apiQuery } from '@/api/queries';
import { Code } from '@/code/code';
import { useForm, type WidgetProps } from '../form-context';
import { formatOf } from '../schema';
import { boundSelector, type SelectorKind, selectorCompletion, tagsOf } from '../selector';
import { useSettled } from '../use-settled';
import { asText, placeholderOf } from '../values';

/** A condition over the fleet, with what it matches at this moment. */
export const SelectorWidget = ({ id, schema, value, onChange, label, describedBy, invalid }: WidgetProps) => {
  const { t } = useTranslation('schema-form');
  const kind: SelectorKind = formatOf(schema) === 'host-selector' ? 'host' : 'vm';
  const { data: sample } = useQuery({ ...apiQuery('/api/v1/fleet/vms', { query: { limit: 200 } }), staleTime: 60_000 });
  const complete = useMemo(() => selectorCompletion(kind, tagsOf(sample?.items ?? [])), [kind, sample]);
  return (
    <>
      <Code
        id={id}
        language="selector"
        label={label}
        value={asText(value)}
        placeholder={placeholderOf(schema, t) ?? t('selectorExample')}
        describedBy={describedBy}
        invalid={invalid}
        complete={complete}
        onChange={(now) => onChange(now.trim() === '' ? undefined : now)}
      />
      <Matches text={asText(value)} kind={kind} isWrong={invalid} />
    </>
  );
};

const Matches = ({ text, kind, isWrong }: { text: string; kind: SelectorKind; isWrong: boolean }) => {
  const { t } = useTranslation('schema-form');
  const { inputs } = useForm();
  const where = boundSelector(useSettled(text), inputs ?? {});
  const path = kind === 'host' ? '/api/v1/fleet/hosts' : '/api/v1/fleet/vms';
  const { data, error } = useQuery({
    ...apiQuery(path, { query: { where: where ?? '', limit: 1 } }),
    enabled: where !== undefined && where.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (text.trim() === '') return null;
  if (where === undefined) return <p className="field-matches">{t('matches.needsInputs')}</p>;
  // What is wrong is said once.
  if (error && isWrong) return null;
  if (error) return <p className="field-wrong">{error instanceof ApiProblem ? error.detail : t('matches.failed')}</p>;
  if (!data) return <p className="field-matches">{t('matches.counting')}</p>;
  const unknown = data.unknown ?? 0;
  return (
    <p className="field-matches" role="status">
      {t(kind === 'host' ? 'matches.hosts' : 'matches.vms', { count: data.total ?? 0 })}
      {unknown > 0 && <span className="is-unknown">{t('matches.unknown', { count: unknown })}</span>}
    </p>
  );
};
