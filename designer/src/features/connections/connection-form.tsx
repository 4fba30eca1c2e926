import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import { ApiProblem } from '@/api/problem';
import { isAtFields, problemAt } from '@/api/problem-at';
import type { JsonObject } from '@/json/pointer';
import { Labelled } from '@/layout/labelled';
import { SecretField } from '@/layout/secret-field';
import { CallProblem } from '@/problem/call-problem';
import { asSchema } from '@/schema-form/schema';
import { SchemaForm } from '@/schema-form/schema-form';
import { usePlatformTexts } from './platform-texts';

/** What a connection is made of: its name, the platform's settings, and secrets that are only ever written. */
export type ConnectionDraft = { name: string; settings: JsonObject; secrets: Record<string, string> };

export const ConnectionForm = (props: {
  platform: Schema<'PlatformAnswer'>;
  draft: ConnectionDraft;
  onChange: (draft: ConnectionDraft) => void;
  /** Which secrets are stored already. */
  stored: readonly string[];
  error: unknown;
  failed: string;
}) => {
  const { platform, draft, onChange, stored, error, failed } = props;
  const { t } = useTranslation('connections');
  const texts = usePlatformTexts(platform.name);
  const [showMore, setShowMore] = useState(false);
  const schema = asSchema(platform.settingsSchema);
  const all = Object.keys(schema.properties ?? {}).filter((name) => !platform.secretNames.includes(name));
  const more = all.filter((name) => texts.isRare(name));
  const problems = error instanceof ApiProblem ? error.errors : [];
  const atFields = isAtFields(error, ['/name', '/settings', ...platform.secretNames.map((name) => `/secrets/${name}`)]);
  const hidden = showMore || problems.some(({ path }) => more.some((name) => path.startsWith(`/settings/${name}`))) ? [] : more;
  const nameProblem = problemAt(error, '/name');
  return (
    <>
      <Labelled label={t('name')} help={t('nameHelp')} {...(nameProblem === undefined ? {} : { problem: nameProblem })}>
        <Input value={draft.name} onChange={(event) => onChange({ ...draft, name: event.target.value })} />
      </Labelled>
      <SchemaForm
        schema={schema}
        path="/settings"
        value={draft.settings}
        onChange={(settings) => onChange({ ...draft, settings })}
        problems={problems}
        texts={texts.of}
        without={[...hidden, ...platform.secretNames]}
      />
      {more.length > 0 && (
        <label>
          <input type="checkbox" checked={showMore} onChange={(event) => setShowMore(event.target.checked)} /> {t('more')}
        </label>
      )}
      {platform.secretNames.map((name) => (
        <SecretField
          key={name}
          label={texts.of(name).title ?? name}
          isStored={stored.includes(name)}
          isLong={name === 'privateKey'}
          value={draft.secrets[name]}
          problem={problemAt(error, `/secrets/${name}`) ?? problemAt(error, `/settings/${name}`)}
          onChange={(value) => {
            const { [name]: _, ...others } = draft.secrets;
            onChange({ ...draft, secrets: value === undefined ? others : { ...others, [name]: value } });
          }}
        />
      ))}
      {error !== null && error !== undefined && !atFields && <CallProblem error={error} what={failed} />}
      {atFields && (
        <p className="labelled-problem" role="alert">
          {failed}
        </p>
      )}
    </>
  );
};
