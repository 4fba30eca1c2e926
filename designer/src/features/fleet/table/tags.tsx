/** Tags as small boxes. Those that do not fit are told on hover. */
export const Tags = ({ tags }: { tags: Readonly<Record<string, string>> }) => {
  const all = Object.entries(tags).map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  return (
    <span className="fleet-tags" title={all.join('\n')}>
      {all.map((tag) => (
        <span key={tag} className="fleet-tag">
          {tag}
        </span>
      ))}
    </span>
  );
};
