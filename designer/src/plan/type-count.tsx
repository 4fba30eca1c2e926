import { Input, type InputRef } from 'antd';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** The number of targets, typed by whoever starts something that hits many or cannot be undone. */
export const TypeCount = ({ count, value, onChange }: { count: number; value: string; onChange: (value: string) => void }) => {
  const { t } = useTranslation('plan');
  const id = useId();
  const input = useRef<InputRef>(null);
  // The button that asked for it waits for the number now: a disabled one would keep the keyboard.
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  return (
    <p className="plan-count">
      <label htmlFor={id}>{t('count', { count })}</label>
      <Input ref={input} id={id} inputMode="numeric" value={value} onChange={({ target }) => onChange(target.value)} autoComplete="off" />
    </p>
  );
};
