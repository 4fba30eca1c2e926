import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useLanguage } from '@/text/use-language';
import { cronTimes, cronWords } from '../cron';
import type { WidgetProps } from '../form-context';
import { asText, placeholderOf } from '../values';

/** A cron expression, read back in words, with the times at which it fires next. */
const CronWidget = ({ id, schema, value, onChange, describedBy, invalid }: WidgetProps) => {
  const { t } = useTranslation('schema-form');
  const language = useLanguage();
  const format = useFormat();
  const text = asText(value);
  const times = text === '' ? [] : cronTimes(text, 5, new Date());
  return (
    <>
      <Input
        id={id}
        value={text}
        placeholder={placeholderOf(schema, t) ?? t('cronExample')}
        status={invalid || times === undefined ? 'error' : undefined}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      />
      {times === undefined ? (
        <p className="field-wrong">{t('wrong.cron')}</p>
      ) : (
        times.length > 0 && (
          <div className="field-cron" role="status">
            <p>{cronWords(text, language)}</p>
            {!schema.timesElsewhere && (
              <ol aria-label={t('nextTimes')}>
                {times.map((at) => (
                  <li key={at.toISOString()}>{format.time(at.toISOString())}</li>
                ))}
              </ol>
            )}
          </div>
        )
      )}
    </>
  );
};

export default CronWidget;
