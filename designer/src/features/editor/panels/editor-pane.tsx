import { useDeferredValue } from 'react';
import { useEditor } from '../store';
import { SeveralPane } from './several-pane';
import { StepPane } from './step-pane';
import { WorkflowPane } from './workflow-pane';
import { useDraftText } from './yaml/draft-text';
import './panels.css';

/** The right pane: what is selected. Of nothing, the workflow itself. */
export const EditorPane = () => {
  useDraftText();
  // The canvas comes first: a form is built when it has time for it, and never in the middle of a drag.
  const selection = useDeferredValue(useEditor((state) => state.selection));
  const steps = selection.filter((path) => !path.includes('#'));
  const [path] = steps;
  if (path === undefined) return <WorkflowPane />;
  return steps.length === 1 ? <StepPane key={path} path={path} /> : <SeveralPane paths={steps} />;
};
