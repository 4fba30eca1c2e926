import { useForm } from './form-context';
import { problemsAt } from './problems';

/** Whether something is wrong at the field. */
export const useProblemsAt = (path: string): boolean => problemsAt(useForm().problems, path).some((one) => one.severity !== 'warning');
