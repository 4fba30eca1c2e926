import { useFormat } from './use-format';

/** A moment in the user's zone; UTC on hover. */
export const Time = ({ at }: { at: string }) => {
  const format = useFormat();
  return (
    <time dateTime={at} title={format.utc(at)}>
      {format.time(at)}
    </time>
  );
};
