import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '@/api/queries';
import { Labelled } from '@/layout/labelled';
import { useSaid } from '@/shipped/use-said';
import { type ChannelDraft, kinds, languages, severities, withKind } from './draft';

/** What is told to a channel, and how. */
export const TellingFields = ({ draft, onChange }: { draft: ChannelDraft; onChange: (draft: ChannelDraft) => void }) => {
  const { t } = useTranslation('channels');
  const said = useSaid();
  const workflows = useQuery({ ...apiQuery('/api/v1/workflows', { query: { limit: 500 } }), staleTime: 30_000 }).data?.items ?? [];
  return (
    <>
      <fieldset className="channel-kinds">
        <legend>{t('kinds')}</legend>
        {kinds.map((kind) => (
          <label key={kind}>
            <input
              type="checkbox"
              checked={draft.kinds.includes(kind)}
              onChange={(event) => onChange({ ...draft, kinds: withKind(draft.kinds, kind, event.target.checked) })}
            />
            <strong>{t(`kind.${kind}`)}</strong>
            <span className="pane-help">{t(`kindMeans.${kind}`)}</span>
          </label>
        ))}
        {draft.kinds.length === 0 && <p className="pane-help">{t('noKinds')}</p>}
      </fieldset>
      <Labelled label={t('workflows')} help={t('workflowsHelp')}>
        <Select
          mode="multiple"
          value={draft.workflows}
          placeholder={t('allWorkflows')}
          optionFilterProp="label"
          options={workflows.map(({ id, name }) => ({ value: id, label: said(name) ?? id }))}
          onChange={(chosen: string[]) => onChange({ ...draft, workflows: chosen })}
        />
      </Labelled>
      <Labelled label={t('severity')} help={t('severityHelp')}>
        <Select
          value={draft.minimumSeverity}
          options={severities.map((value) => ({ value, label: t(`severityName.${value}`) }))}
          onChange={(minimumSeverity) => onChange({ ...draft, minimumSeverity })}
        />
      </Labelled>
      <Labelled label={t('language')}>
        <Select
          value={draft.language}
          options={languages.map((value) => ({ value, label: t(`languageName.${value}`) }))}
          onChange={(language) => onChange({ ...draft, language })}
        />
      </Labelled>
      <div className="labelled">
        <label>
          <input type="checkbox" checked={draft.enabled} onChange={(event) => onChange({ ...draft, enabled: event.target.checked })} />{' '}
          {t('enabled')}
        </label>
        <p className="pane-help">{t('enabledHelp')}</p>
      </div>
    </>
  );
};
