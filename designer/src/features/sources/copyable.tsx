import { Button } from 'antd';
import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Snippet } from './setup/setup';

/** Text for another system: seen whole, copied or saved with one click. */
export const Copyable = ({ snippet }: { snippet: Snippet }) => {
  const { t } = useTranslation('sources');
  const [copied, setCopied] = useState(false);
  const title = t(`setup.${snippet.title}.title`);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(snippet.code);
    setCopied(true);
  };
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([snippet.code], { type: 'text/plain' }));
    const link = document.createElement('a');
    [link.href, link.download] = [address, snippet.file];
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <section className="sources-snippet" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <Button size="small" icon={<Copy size={12} />} onClick={copy} aria-label={t('setup.copyNamed', { title })}>
          {t(copied ? 'setup.copied' : 'setup.copy')}
        </Button>
        <Button
          size="small"
          icon={<Download size={12} />}
          onClick={save}
          aria-label={t('setup.saveNamed', { file: snippet.file })}
          title={snippet.file}
        />
      </header>
      <p className="pane-help">{t(`setup.${snippet.title}.help`)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <pre tabIndex={0}>{snippet.code}</pre>
    </section>
  );
};
