import { Button } from 'antd';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CallProblem } from '@/problem/call-problem';

/** A question before something is done. What it does stands on the button; a failure stays in the question. */
export const Ask = (props: {
  title: string;
  go: string;
  danger?: boolean;
  blocked?: string | undefined;
  isPending: boolean;
  error: unknown;
  failed: string;
  onGo: () => void;
  onClose: () => void;
  children: ReactNode;
}) => {
  const { t } = useTranslation('run');
  const title = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="ask" aria-labelledby={title} onClose={props.onClose}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          if (!props.blocked) props.onGo();
        }}
      >
        <h2 id={title}>{props.title}</h2>
        {props.children}
        {props.error !== null && props.error !== undefined && <CallProblem error={props.error} what={props.failed} />}
        <div className="ask-actions">
          {props.blocked && <span className="quiet">{props.blocked}</span>}
          <Button onClick={props.onClose}>{t('back')}</Button>
          <Button
            htmlType="submit"
            type="primary"
            danger={props.danger ?? false}
            disabled={props.blocked !== undefined}
            loading={props.isPending}
          >
            {props.go}
          </Button>
        </div>
      </form>
    </dialog>
  );
};
