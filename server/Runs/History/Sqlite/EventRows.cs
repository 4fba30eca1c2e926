namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>Events as rows: those of a run that are written together share a row, since each row costs the writer more than the events in it
/// (sqlite-store.decision.md). The row is of the type <c>several</c> and stands at the sequence of its last event. It holds their count, and of
/// each the type, version, ticks, and data, texts and data after their lengths; numbers are in seven bits a byte, the lowest first.</summary>
internal static class EventRows
{
    /// <summary>No event of the engine is called so: their names all have a dot.</summary>
    private const string Several = "several";

    private const int SeveralVersion = 1;

    /// <summary>Bytes that the numbers of one event take.</summary>
    private const int MostOfNumbers = 24;

    /// <summary>Bounds what is read for the sake of one event.</summary>
    private const int Most = 64;

    public static IEnumerable<StoredEvent> Pack(long after, IReadOnlyList<NewEvent> events)
    {
        for (var from = 0; from < events.Count; from += Most)
        {
            var count = Math.Min(Most, events.Count - from);
            var last = events[from + count - 1];
            yield return count == 1
                ? new StoredEvent(after + from + 1, last.Type, last.Version, last.At, last.Data)
                : new StoredEvent(after + from + count, Several, SeveralVersion, last.At, Write(events, from, count));
        }
    }

    /// <summary>The events of rows, after a sequence and at most so many.</summary>
    public static List<StoredEvent> Unpack(List<StoredEvent> rows, long after, int limit)
    {
        var events = new List<StoredEvent>();
        foreach (var row in rows)
        {
            foreach (var one in row.Type == Several ? Read(row) : [row])
            {
                if (events.Count == limit) return events;
                if (one.Sequence > after) events.Add(one);
            }
        }

        return events;
    }

    /// <summary>The count, and each event.</summary>
    public static void Write(BinaryWriter writer, IReadOnlyList<NewEvent> events, int from, int count)
    {
        writer.Write7BitEncodedInt(count);
        for (var at = from; at < from + count; at++)
        {
            var one = events[at];
            writer.Write(one.Type);
            writer.Write7BitEncodedInt(one.Version);
            writer.Write7BitEncodedInt64(one.At.UtcTicks);
            writer.Write7BitEncodedInt(one.Data.Length);
            writer.Write(one.Data);
        }
    }

    /// <summary>What <see cref="Write(BinaryWriter, IReadOnlyList{NewEvent}, int, int)"/> has written.</summary>
    public static NewEvent[] Read(BinaryReader reader)
    {
        var events = new NewEvent[reader.Read7BitEncodedInt()];
        for (var at = 0; at < events.Length; at++)
        {
            events[at] = new NewEvent(
                reader.ReadString(),
                reader.Read7BitEncodedInt(),
                new DateTimeOffset(reader.Read7BitEncodedInt64(), TimeSpan.Zero),
                reader.ReadBytes(reader.Read7BitEncodedInt()));
        }

        return events;
    }

    private static byte[] Write(IReadOnlyList<NewEvent> events, int from, int count)
    {
        using var bytes = new MemoryStream(SizeOf(events, from, count));
        using var writer = new BinaryWriter(bytes);
        Write(writer, events, from, count);
        return bytes.ToArray();
    }

    /// <summary>At most.</summary>
    private static int SizeOf(IReadOnlyList<NewEvent> events, int from, int count)
    {
        var size = MostOfNumbers;
        for (var at = from; at < from + count; at++) size += events[at].Data.Length + events[at].Type.Length + MostOfNumbers;
        return size;
    }

    private static IEnumerable<StoredEvent> Read(StoredEvent row)
    {
        using var reader = new BinaryReader(new MemoryStream(row.Data));
        var events = Read(reader);
        for (var at = 0; at < events.Length; at++)
        {
            var one = events[at];
            yield return new StoredEvent(row.Sequence - events.Length + 1 + at, one.Type, one.Version, one.At, one.Data);
        }
    }
}
