import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceAround,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceAround,
  Box,
  type LucideIcon,
  Repeat,
  Trash2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { parentOf } from '@/canvas/paths';
import { type Alignment, align } from './arrange/align';
import { place, placesOfSelected, removeSelected, wrapSelected } from './commands';
import { useEditor } from './store';
import { useUi } from './ui';

const alignments: [Alignment, LucideIcon][] = [
  ['left', AlignStartVertical],
  ['centre', AlignCenterVertical],
  ['right', AlignEndVertical],
  ['top', AlignStartHorizontal],
  ['middle', AlignCenterHorizontal],
  ['bottom', AlignEndHorizontal],
  ['across', AlignHorizontalSpaceAround],
  ['down', AlignVerticalSpaceAround],
];

const arrange = (how: Alignment): void => {
  const places = placesOfSelected();
  const sizes = new Map([...useUi.getState().drawing.steps, ...useUi.getState().drawing.notes].map((drawn) => [drawn.path, drawn]));
  const boxes = [...places].flatMap(([path, [x, y]]) => {
    const size = sizes.get(path);
    return size ? [{ path, x, y, width: size.width, height: size.height }] : [];
  });
  place(new Map(align(boxes, how)));
};

/** What can be done with several steps of one body at once. */
export const SelectionBar = () => {
  const { t } = useTranslation('editor');
  const selection = useEditor(useShallow((state) => state.selection));
  const isReadOnly = useEditor((state) => state.isReadOnly);
  if (selection.length < 2 || isReadOnly || new Set(selection.map(parentOf)).size > 1) return null;
  return (
    <div className="selection-bar" role="toolbar" aria-label={t('align.title')}>
      <span className="quiet">{t('align.count', { count: selection.length })}</span>
      {alignments.map(([how, Icon]) => (
        <Tool key={how} label={t(`align.${how}`)} icon={Icon} onClick={() => arrange(how)} />
      ))}
      <Tool label={t('align.wrap')} icon={Box} onClick={() => wrapSelected('flow.scope')} />
      <Tool label={t('align.each')} icon={Repeat} onClick={() => wrapSelected('flow.for-each')} />
      <Tool label={t('align.remove')} icon={Trash2} onClick={removeSelected} />
    </div>
  );
};

const Tool = ({ label, icon: Icon, onClick }: { label: string; icon: LucideIcon; onClick: () => void }) => (
  <button type="button" className="editor-tool" aria-label={label} title={label} onClick={onClick}>
    <Icon size={15} aria-hidden />
  </button>
);
