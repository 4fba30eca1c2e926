import { Button } from 'antd';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  name: string;
  /** All names of the list, in its order. */
  names: readonly string[];
  isName: (name: string) => boolean;
  rule: string;
  onRename: (to: string) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** What can be done with one entry of a list with names: another name, another place, away. */
export const NamedEntryTools = ({ name, names, onMove, onRemove, ...field }: Props) => {
  const { t } = useTranslation('editor/panels');
  const index = names.indexOf(name);
  const tools = [
    { key: 'up', icon: ArrowUp, isOff: index === 0, act: () => onMove(-1) },
    { key: 'down', icon: ArrowDown, isOff: index === names.length - 1, act: () => onMove(1) },
    { key: 'remove', icon: Trash2, isOff: false, act: onRemove },
  ] as const;
  return (
    <div className="pane-card-tools">
      <NameField key={name} name={name} names={names} {...field} />
      {tools.map(({ key, icon: Icon, isOff, act }) => (
        <Button
          key={key}
          type="text"
          size="small"
          icon={<Icon size={14} />}
          aria-label={t(`inputs.${key}`, { name })}
          title={t(`inputs.${key}`, { name })}
          disabled={isOff}
          onClick={act}
        />
      ))}
    </div>
  );
};

const NameField = ({ name, names, isName, rule, onRename }: Pick<Props, 'name' | 'names' | 'isName' | 'rule' | 'onRename'>) => {
  const { t } = useTranslation('editor/panels');
  const [draft, setDraft] = useState(name);
  const wrong = draft !== name && (!isName(draft) || names.includes(draft));
  return (
    <>
      <input
        className={`pane-input${wrong ? ' is-wrong' : ''}`}
        aria-label={t('inputs.name')}
        aria-invalid={wrong || undefined}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        onBlur={() => {
          if (wrong) setDraft(name);
          else if (draft !== name) onRename(draft);
        }}
      />
      {wrong && <span className="pane-wrong">{rule}</span>}
    </>
  );
};
