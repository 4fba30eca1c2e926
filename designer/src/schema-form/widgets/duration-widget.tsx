import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '@/text/use-language';
import { durationOf, durationWords, isoOf } from '../duration';
import type { WidgetProps } from '../form-context';
import { type Reading, useDraft } from '../use-draft';
import { asText } from '../values';

/** Takes `5m`, "5 minutes", "1 小时 30 分" and ISO 8601, and says in words what it took. */
export const DurationWidget = ({ id, schema, value, onChange, describedBy, invalid }: WidgetProps) => {
  const { t } = useTranslation('schema-form');
  const language = useLanguage();
  const field = useDraft(value, asText, read, onChange);
  const words = field.text === '' || field.unreadable ? undefined : durationWords(field.text, language);
  const standard = typeof schema.default === 'string' ? durationWords(schema.default, language) : undefined;
  return (
    <>
      <Input
        id={id}
        value={field.text}
        placeholder={standard ? t('default', { value: standard }) : t('durationExample')}
        status={invalid || field.unreadable ? 'error' : undefined}
        aria-describedby={describedBy}
        aria-invalid={invalid || field.unreadable || undefined}
        suffix={<span className="field-range">{words}</span>}
        onChange={(event) => field.change(event.target.value)}
        onBlur={field.leave}
      />
      {field.unreadable && <p className="field-wrong">{t('wrong.duration')}</p>}
    </>
  );
};

const read = (text: string): Reading<string | undefined> => {
  if (text.trim() === '') return { value: undefined };
  const milliseconds = durationOf(text);
  return milliseconds === undefined ? 'unreadable' : { value: isoOf(milliseconds) };
};
