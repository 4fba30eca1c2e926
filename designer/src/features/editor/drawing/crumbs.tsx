import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNames } from '@/canvas/names';
import { stepAt, waysTo } from '@/canvas/paths';
import { useSaid } from '@/shipped/use-said';
import { useEditor } from '../store';

/** Where the canvas is, when a container was stepped into, and the way back. */
export const Crumbs = () => {
  const scope = useEditor((state) => state.scope);
  return scope === '' ? null : <Way scope={scope} />;
};

const Way = ({ scope }: { scope: string }) => {
  const { t } = useTranslation('editor');
  const names = useNames();
  const said = useSaid();
  const { definition, activities, stepInto } = useEditor();
  const ways = waysTo(scope);
  return (
    <nav className="editor-crumbs" aria-label={t('crumbs')}>
      <button type="button" onClick={() => stepInto('')}>
        {said(definition.name) || definition.id}
      </button>
      {ways.map((path) => {
        const step = stepAt(definition, path);
        const name = names.step(path, step, step && activities[step.activity]);
        return (
          <span key={path}>
            <ChevronRight size={12} aria-hidden />
            {path === scope ? (
              <strong aria-current="location">{name}</strong>
            ) : (
              <button type="button" onClick={() => stepInto(path)}>
                {name}
              </button>
            )}
          </span>
        );
      })}
    </nav>
  );
};
