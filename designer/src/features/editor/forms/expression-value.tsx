/** What the expression gave in a past run. */
export const ExpressionValue = (_: { text: string; step: string; bare: boolean }) => null;
