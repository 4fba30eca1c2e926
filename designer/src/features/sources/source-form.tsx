import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/api/problem';
import { isAtFields, problemAt } from '@/api/problem-at';
import { Labelled } from '@/layout/labelled';
import { CallProblem } from '@/problem/call-problem';
import { AuthenticationFields } from './authentication-fields';
import type { AuthenticationType } from './dialects';
import { mappingProblem, type SourceDraft } from './draft';
import { TryMapping } from './try-mapping';

type Props = {
  draft: SourceDraft;
  onChange: (draft: SourceDraft) => void;
  /** The proof whose secret is stored already. */
  stored: AuthenticationType | undefined;
  isNew: boolean;
  error: unknown;
  failed: string;
};

const places = ['/name', '/authentication', '/timeZone', '/mapping'];

/** What a source is made of, but its dialect, which is chosen first. */
export const SourceForm = ({ draft, onChange, stored, isNew, error, failed }: Props) => {
  const { t } = useTranslation('sources');
  const at = (path: string) => {
    const problem = problemAt(error, path);
    return problem === undefined ? {} : { problem };
  };
  const mapping = mappingProblem(draft) ?? mappingErrors(error);
  const isTold = isAtFields(error, places);
  return (
    <>
      {isNew && (
        <Labelled label={t('name')} help={t('nameHelp')} {...at('/name')}>
          <Input value={draft.name} autoComplete="off" onChange={(event) => onChange({ ...draft, name: event.target.value })} />
        </Labelled>
      )}
      <AuthenticationFields draft={draft} onChange={onChange} stored={stored} error={error} />
      {draft.dialect === 'zabbix' && (
        <Labelled label={t('timeZone')} help={t('timeZoneHelp')} {...at('/timeZone')}>
          <Input value={draft.timeZone} placeholder="UTC" onChange={(event) => onChange({ ...draft, timeZone: event.target.value })} />
        </Labelled>
      )}
      {draft.dialect === 'generic' && (
        <>
          <Labelled label={t('mapping')} help={t('mappingHelp')} {...(mapping === undefined ? {} : { problem: mapping })}>
            <Input.TextArea
              className="sources-mapping"
              autoSize={{ minRows: 8, maxRows: 20 }}
              spellCheck={false}
              value={draft.mapping}
              onChange={(event) => onChange({ ...draft, mapping: event.target.value })}
            />
          </Labelled>
          {mappingProblem(draft) === undefined && <TryMapping mapping={draft.mapping} />}
        </>
      )}
      {isTold && (
        <p className="labelled-problem" role="alert">
          {failed}
        </p>
      )}
      {error !== null && error !== undefined && !isTold && <CallProblem error={error} what={failed} />}
    </>
  );
};

/** Each with the member that it is about. */
const mappingErrors = (error: unknown): string | undefined =>
  error instanceof ApiProblem
    ? error.errors
        .filter(({ path }) => path.startsWith('/mapping'))
        .map(({ path, message }) => (path === '/mapping' ? message : `${path.slice('/mapping/'.length)}: ${message}`))
        .join(' ') || undefined
    : undefined;
