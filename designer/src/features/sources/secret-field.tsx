import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Labelled } from '@/layout/labelled';
import { newSecret } from './draft';

/** A secret is written, never shown again: what is stored says "set", and can be replaced. */
export const SecretField = (props: {
  label: string;
  isStored: boolean;
  value: string | undefined;
  problem: string | undefined;
  onChange: (value: string | undefined) => void;
}) => {
  const { label, isStored, value, problem, onChange } = props;
  const { t } = useTranslation('sources');
  const [isOpen, setOpen] = useState(!isStored);
  if (!isOpen)
    return (
      <div className="labelled">
        <span className="pane-help">{label}</span>
        <div className="sources-secret">
          <span>{t('secret.set')}</span>
          <Button size="small" onClick={() => setOpen(true)} aria-label={t('secret.replaceNamed', { label })}>
            {t('secret.replace')}
          </Button>
        </div>
      </div>
    );
  return (
    <div className="sources-secret">
      <Labelled label={label} help={t('secret.help')} {...(problem === undefined ? {} : { problem })}>
        <Input.Password
          autoComplete="new-password"
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        />
      </Labelled>
      <Button onClick={() => onChange(newSecret())}>{t('secret.generate')}</Button>
    </div>
  );
};
