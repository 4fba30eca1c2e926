import { Eye, Flame, Pencil, Power } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import './marks.css';

export type Effect = 'read' | 'change' | 'disrupt' | 'destroy';

const icons = { read: Eye, change: Pencil, disrupt: Power, destroy: Flame };

/** What a step does to its targets. `bare` shows the icon alone, as in the editor's palette. */
export const EffectMark = ({ effect, bare = false }: { effect: Effect; bare?: boolean }) => {
  const { t } = useTranslation('marks');
  const Icon = icons[effect];
  const word = t(`effect.${effect}`);
  return (
    <span className={`effect effect-${effect}${bare ? ' effect-bare' : ''}`} title={effect === 'destroy' ? t('cannotBeUndone') : word}>
      <Icon size={12} aria-hidden={!bare} aria-label={bare ? word : undefined} role={bare ? 'img' : undefined} />
      {!bare && word}
    </span>
  );
};
