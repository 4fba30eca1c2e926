import { useTranslation } from 'react-i18next';
import { EffectMark } from '@/marks/effect-mark';
import type { Consequence } from './effects';

/** What the run will stop or take away, in words, before it is started. */
export const Consequences = ({ effects }: { effects: readonly Consequence[] }) => {
  const { t } = useTranslation('start-run');
  const [worst] = effects;
  if (!worst) return null;
  return (
    <section className={`start-effects start-${worst.effect}`}>
      <p>
        <strong>{t(worst.effect === 'destroy' ? 'destroys' : 'disrupts')}</strong>
      </p>
      <ul>
        {effects.map(({ step, name, activity, effect, gated }) => (
          <li key={step}>
            <EffectMark effect={effect} />
            <span>
              {name} {name !== activity && <span className="start-quiet">{activity}</span>}
              {gated && <span className="start-quiet"> · {t('gated')}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};
