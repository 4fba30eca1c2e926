import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { problemAt } from '@/api/problem-at';
import { Labelled } from '@/layout/labelled';
import { type AuthenticationType, dialects, secretName } from './dialects';
import type { SourceDraft } from './draft';
import { SecretField } from './secret-field';

/** Which fields each way of proving has, besides its secret. */
const fields: Partial<
  Record<AuthenticationType, readonly ('userName' | 'signatureHeader' | 'timestampHeader' | 'topicArn' | 'subject')[]>
> = {
  basic: ['userName'],
  hmac: ['signatureHeader', 'timestampHeader'],
  sns: ['topicArn'],
  mtls: ['subject'],
};

type Props = { draft: SourceDraft; onChange: (draft: SourceDraft) => void; stored: AuthenticationType | undefined; error: unknown };

/** How the source proves that it is itself. */
export const AuthenticationFields = ({ draft, onChange, stored, error }: Props) => {
  const { t } = useTranslation('sources');
  const types: readonly AuthenticationType[] = draft.dialect ? dialects[draft.dialect] : [];
  const key = secretName(draft.type);
  const at = (name: string) => {
    const problem = problemAt(error, `/authentication/${name}`);
    return problem === undefined ? {} : { problem };
  };
  return (
    <>
      <Labelled label={t('authentication')} help={t(`authenticationMeans.${draft.type}`)} {...at('type')}>
        <Select<AuthenticationType>
          value={draft.type}
          onChange={(type) => onChange({ ...draft, type, secret: undefined })}
          options={types.map((value) => ({ value, label: t(`authenticationName.${value}`) }))}
        />
      </Labelled>
      {fields[draft.type]?.map((name) => (
        <Labelled key={name} label={t(`field.${name}`)} help={t(`fieldHelp.${name}`)} {...at(name)}>
          <Input value={draft[name]} autoComplete="off" onChange={(event) => onChange({ ...draft, [name]: event.target.value })} />
        </Labelled>
      ))}
      {key && (
        <SecretField
          key={key}
          label={t(`secretName.${key}`)}
          isStored={stored === draft.type}
          value={draft.secret}
          problem={problemAt(error, `/authentication/${key}`)}
          onChange={(secret) => onChange({ ...draft, secret })}
        />
      )}
    </>
  );
};
