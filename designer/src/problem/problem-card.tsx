import { Button } from 'antd';
import { Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { StateMark } from '@/marks/state-mark';
import { type Trouble, ticket } from './trouble';
import './problem.css';
import { useMessages } from './messages/use-messages';

/** A failure where it happened: what happened · what the platform said · the next step · code and path. `actions` are the ways on. */
export const ProblemCard = ({ trouble, actions }: { trouble: Trouble; actions?: ReactNode }) => {
  const { t } = useTranslation('problem');
  const read = useMessages();
  const format = useFormat();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(ticket(trouble, format.utc(new Date())));
    setCopied(true);
  };
  return (
    <section className="problem-card" role="alert">
      <h2>
        <StateMark state="failed" bare /> {trouble.title}
      </h2>
      {trouble.detail && <p>{trouble.detail}</p>}
      {trouble.errors && trouble.errors.length > 0 && (
        <ul>
          {trouble.errors.map((error) => (
            <li key={`${error.path} ${error.message}`}>
              {error.path !== '' && <code>{error.path}</code>} {read(error.message)}
            </li>
          ))}
        </ul>
      )}
      {trouble.original && (
        <>
          <p className="problem-label">{t('original')}</p>
          <p lang="en">{trouble.original}</p>
        </>
      )}
      {trouble.said && (
        <>
          <p className="problem-label">{t('said', { platform: trouble.said.by })}</p>
          <pre>{trouble.said.text}</pre>
        </>
      )}
      {trouble.next && (
        <p>
          <strong>{t('next')}</strong> {trouble.next}
        </p>
      )}
      <div className="problem-actions">
        {actions}
        <Button type="text" icon={<Copy size={14} />} onClick={copy}>
          {copied ? t('copied') : t('copy')}
        </Button>
      </div>
      <p className="problem-code">{[trouble.code, trouble.path].filter(Boolean).join(' · ')}</p>
    </section>
  );
};
