import { Input } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

/** The number of targets, typed by whoever starts something that hits many or cannot be undone. */
export const TypeCount = ({ count, value, onChange }: { count: number; value: string; onChange: (value: string) => void }) => {
  const { t } = useTranslation('plan');
  const id = useId();
  return (
    <p className="plan-count">
      <label htmlFor={id}>{t('count', { count })}</label>
      <Input id={id} inputMode="numeric" value={value} onChange={({ target }) => onChange(target.value)} autoComplete="off" />
    </p>
  );
};
