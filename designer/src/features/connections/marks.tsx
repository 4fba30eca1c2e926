import { Eye, Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '@/api/operations';
import './connections.css';

/** What may be done through a connection. Ink, not colour: it is a setting, not a state. */
export const Mode = ({ mode }: { mode: Schema<'ConnectionMode'> }) => {
  const { t } = useTranslation('connections');
  const Icon = mode === 'change' ? Pencil : Eye;
  return (
    <span className="connection-mark" title={t(`mode.${mode}Means`)}>
      <Icon size={12} aria-hidden /> {t(`mode.${mode}`)}
    </span>
  );
};

/** Whether the platform answers: shape, colour and word. */
export const Reach = ({ status }: { status: Schema<'ConnectionState'> }) => {
  const { t } = useTranslation('connections');
  return (
    <span className={`connection-mark connection-${status}`}>
      <svg viewBox="0 0 12 12" width={12} height={12} aria-hidden="true">
        {shapes[status]}
      </svg>
      {t(`status.${status}`)}
    </span>
  );
};

const shapes = {
  ok: <circle cx="6" cy="6" r="4" fill="currentColor" />,
  down: <path d="M4 1h4l3 3v4l-3 3H4L1 8V4zM4 4l4 4M8 4l-4 4" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  'never-connected': <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 1.6" />,
};
