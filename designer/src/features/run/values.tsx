import { Button } from 'antd';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunView, Step } from './view/run-view';

/** What went in and what came out, of the run or of the step that is looked at. */
export const Values = ({ view, step, name }: { view: RunView; step: Step | undefined; name: string }) => {
  const { t } = useTranslation('run');
  return (
    <div className="values">
      {step ? (
        <>
          <Value title={t('values.input', { step: name })} value={step.input} />
          <Value title={t('values.output', { step: name })} value={step.output} />
        </>
      ) : (
        <>
          <Value title={t('values.inputs')} value={view.created?.inputs} />
          <Value title={t('values.outputs')} value={view.end?.outputs} />
        </>
      )}
    </div>
  );
};

const Value = ({ title, value }: { title: string; value: unknown }) => {
  const { t } = useTranslation('run');
  const [copied, setCopied] = useState(false);
  const text = value === undefined || value === null ? '' : JSON.stringify(value, null, 2);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <section aria-label={title}>
      <header>
        <h3>{title}</h3>
        {text && (
          <Button size="small" type="text" icon={<Copy size={12} />} onClick={copy}>
            {t(copied ? 'values.copied' : 'values.copy')}
          </Button>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      {text ? <pre tabIndex={0}>{text}</pre> : <p className="quiet">{t('values.none')}</p>}
    </section>
  );
};
