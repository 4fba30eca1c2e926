/** Help of a schema: what stands in backticks is code. */
export const Help = ({ text }: { text: string }) => (
  <>
    {text.split('`').map((part, index) =>
      index % 2 === 1 ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name and never move
        <code key={index}>{part}</code>
      ) : (
        part
      ),
    )}
  </>
);
