import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Labelled } from './labelled';
import './layout.css';

/** A secret is written, never shown: what is stored says "set", and can be replaced. */
export const SecretField = (props: {
  label: string;
  isStored: boolean;
  /** Has several lines, which a field of one line would lose: a key. */
  isLong: boolean;
  value: string | undefined;
  problem: string | undefined;
  onChange: (value: string | undefined) => void;
}) => {
  const { label, isStored, isLong, value, problem, onChange } = props;
  const Field = isLong ? Input.TextArea : Input.Password;
  const { t } = useTranslation('layout');
  const [isOpen, setOpen] = useState(!isStored);
  if (!isOpen)
    return (
      <div className="labelled">
        <span className="pane-help">{label}</span>
        <div className="secret-field">
          <span>{t('secret.set')}</span>
          <Button size="small" onClick={() => setOpen(true)} aria-label={t('secret.replaceNamed', { label })}>
            {t('secret.replace')}
          </Button>
        </div>
      </div>
    );
  return (
    <Labelled label={label} help={t('secret.help')} {...(problem === undefined ? {} : { problem })}>
      <Field
        autoComplete={isLong ? 'off' : 'new-password'}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      />
    </Labelled>
  );
};
