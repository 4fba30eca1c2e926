import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';

type Power = Schema<'PowerState'> | 'stale';

/** What a VM's power is in, as a shape: a VM is on, a run is running. */
export const PowerMark = ({ power }: { power: Power }) => {
  const { t } = useTranslation('fleet');
  const word = t(`power.${power}`);
  return (
    <svg viewBox="0 0 16 16" width={14} height={14} role="img" aria-label={word} className={`power-mark power-${power}`}>
      <title>{word}</title>
      {power === 'on' && <circle cx="8" cy="8" r="4.2" fill="currentColor" />}
      {power === 'off' && <circle cx="8" cy="8" r="4" fill="none" stroke="currentColor" strokeWidth="1.6" />}
      {power === 'suspended' && <path d="M5.6 4v8M10.4 4v8" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />}
      {power === 'unknown' && <path d="M8 3l5 5-5 5-5-5z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />}
      {power === 'stale' && <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.2 2" />}
    </svg>
  );
};
