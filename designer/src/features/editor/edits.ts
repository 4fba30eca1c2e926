/** All that can be changed of a definition, as pure functions: `apply(setWith('off', 'mode', 'hard'))`. */
export { mayConnect } from './edits/circles';
export { clipOf, containerOf, fitted, paste, pastedPaths, readClip } from './edits/clipboard';
export { type Edit, inTurn } from './edits/edit';
export { freshId, isFreeId } from './edits/ids';
export { insertOn } from './edits/insert';
export { move } from './edits/layout';
export { addNote, freshNoteId, removeNotes, setNote } from './edits/notes';
export { relocation } from './edits/relocate';
export { addStep, removeSteps, renamedPath, renameStep, setStep, setWith } from './edits/steps';
export { connect, disconnect, type Line } from './edits/transitions';
export { renameInput, renameOutput, setWorkflow } from './edits/workflow';
export { wrap } from './edits/wrap';
