import { ConfigProvider } from 'antd';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import './dialog.css';

type Props = {
  title: ReactNode;
  /** What the cross is called. */
  close: string;
  onClose: () => void;
  children: ReactNode;
  /** The ways on, at the lower edge. */
  footer?: ReactNode;
  width?: 'narrow' | 'wide';
  /** A pane at the right edge that leaves the rest usable. */
  side?: boolean;
};

/** The browser's own dialog: it keeps the keyboard within, Escape closes it, and nothing is loaded for it. */
export const Dialog = ({ title, close, onClose, children, footer, width = 'narrow', side = false }: Props) => {
  const ref = useRef<HTMLDialogElement>(null);
  const [popups, setPopups] = useState<HTMLElement | null>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (side) dialog?.show();
    else dialog?.showModal();
    return () => dialog?.close();
  }, [side]);
  return (
    <dialog
      ref={ref}
      className={`dialog dialog-${width}${side ? ' dialog-side' : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        // Of what is typed here, nothing is a shortcut of the page; and a pane has no cancel of its own.
        event.stopPropagation();
        if (side && event.key === 'Escape') onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current && !side) onClose();
      }}
    >
      <div className="dialog-body">
        <header className="dialog-head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="dialog-close" aria-label={close} title={close} onClick={onClose}>
            <X size={16} aria-hidden />
          </button>
        </header>
        {/* What pops up belongs into the dialog: outside it would lie beneath. */}
        <ConfigProvider getPopupContainer={() => popups ?? document.body}>
          <div className="dialog-content">{children}</div>
          {footer && <footer className="dialog-foot">{footer}</footer>}
        </ConfigProvider>
        <div ref={setPopups} />
      </div>
    </dialog>
  );
};
