import { cloneElement, type ReactElement, type ReactNode, useId } from 'react';

type Control = { id?: string; status?: '' | 'error'; 'aria-describedby'?: string; 'aria-invalid'?: boolean };

/** A control under its label, with its help and what is wrong with it. */
export const Labelled = (props: { label: string; help?: ReactNode; problem?: string; children: ReactElement<Control> }) => {
  const { label, help, problem, children } = props;
  const id = useId();
  const described = help !== undefined || problem !== undefined ? `${id}-help` : undefined;
  return (
    <div className="labelled">
      <label htmlFor={id}>{label}</label>
      {cloneElement(children, {
        id,
        ...(problem === undefined ? {} : { status: 'error' as const, 'aria-invalid': true }),
        ...(described === undefined ? {} : { 'aria-describedby': described }),
      })}
      {described && (
        <div id={described}>
          {problem !== undefined && <p className="labelled-problem">{problem}</p>}
          {help !== undefined && <p className="pane-help">{help}</p>}
        </div>
      )}
    </div>
  );
};
