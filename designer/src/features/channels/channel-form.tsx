import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { ApiProblem } from '@/api/problem';
import { isAtFields, problemAt } from '@/api/problem-at';
import { Labelled } from '@/layout/labelled';
import { SecretField } from '@/layout/secret-field';
import { CallProblem } from '@/problem/call-problem';
import { asSchema } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import type { ChannelDraft } from './draft';
import { TellingFields } from './telling-fields';
import { useTypeTexts } from './type-texts';

/** What a channel is made of: its name, the service's settings, secrets that are only ever written, and what it is told. */
export const ChannelForm = (props: {
  type: Schema<'ChannelTypeAnswer'>;
  draft: ChannelDraft;
  onChange: (draft: ChannelDraft) => void;
  /** Which secrets are stored already. */
  stored: readonly string[];
  error: unknown;
  failed: string;
}) => {
  const { type, draft, onChange, stored, error, failed } = props;
  const { t } = useTranslation('channels');
  const texts = useTypeTexts(type.name);
  const schema = asSchema(type.settingsSchema);
  const problems = error instanceof ApiProblem ? error.errors : [];
  const secretPaths = type.secretNames.map((name) => `/secrets/${name}`);
  const atFields = isAtFields(error, ['/name', '/kinds', '/workflows', '/settings', ...secretPaths]);
  const nameProblem = problemAt(error, '/name');
  return (
    <>
      <Labelled label={t('name')} help={t('nameHelp')} {...(nameProblem === undefined ? {} : { problem: nameProblem })}>
        <Input value={draft.name} maxLength={100} onChange={(event) => onChange({ ...draft, name: event.target.value })} />
      </Labelled>
      {Object.keys(schema.properties ?? {}).length > 0 && (
        <SchemaForm
          schema={schema}
          path="/settings"
          value={draft.settings}
          onChange={(settings) => onChange({ ...draft, settings })}
          problems={problems}
          texts={texts.of}
        />
      )}
      {type.secretNames.map((name) => (
        <SecretField
          key={name}
          label={texts.of(name).title ?? name}
          isStored={stored.includes(name)}
          isLong={false}
          value={draft.secrets[name]}
          problem={problemAt(error, `/secrets/${name}`)}
          onChange={(value) => {
            const { [name]: _, ...others } = draft.secrets;
            onChange({ ...draft, secrets: value === undefined ? others : { ...others, [name]: value } });
          }}
        />
      ))}
      <TellingFields draft={draft} onChange={onChange} />
      {error !== null && error !== undefined && !atFields && <CallProblem error={error} what={failed} />}
      {atFields && (
        <p className="labelled-problem" role="alert">
          {failed}
        </p>
      )}
    </>
  );
};
