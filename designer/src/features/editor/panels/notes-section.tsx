import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { setNote } from '../edits';
import { useEditor } from '../store';
import { Section } from './section';

/** The texts on the canvas, where they can be read without finding them. */
export const NotesSection = () => {
  const { t } = useTranslation('editor/panels');
  const { definition, isReadOnly, apply } = useEditor();
  const notes = Array.isArray(definition.notes) ? definition.notes : [];
  if (notes.length === 0) return null;
  return (
    <Section title={t('notes.title')} summary={t('notes.count', { count: notes.length })}>
      {notes.map((note, index) => (
        <Input.TextArea
          key={note.id}
          aria-label={t('notes.note', { number: index + 1 })}
          autoSize={{ minRows: 1, maxRows: 8 }}
          readOnly={isReadOnly}
          value={note.text}
          onChange={(event) => apply(setNote('', note.id, { text: event.target.value }), { together: `note ${note.id}` })}
        />
      ))}
    </Section>
  );
};
