namespace Runbooks.Server.Runs.History.Sqlite.Journaling;

/// <summary>Entries of the journal: starts and appends, one after the other. Of an append's projection only that is written which an append may
/// change; numbers are in seven bits a byte, the lowest first, a text after its length, and one that may be missing after a byte that says
/// whether it is there.</summary>
internal static class JournalCodec
{
    [Flags]
    private enum Marks : byte
    {
        None = 0,
        Start = 1,
        Terminal = 2,
        Active = 4,
        Held = 8,
        HandledFailures = 16,
    }

    public static void Write(BinaryWriter row, RunStart start)
    {
        row.Write((byte)(MarksOf(start.Append.Projection) | Marks.Start));
        row.Write(start.Owner);
        var p = start.Append.Projection;
        row.Write(p.Workflow);
        row.Write7BitEncodedInt(p.Version);
        row.Write7BitEncodedInt64(p.CreatedAt.UtcTicks);
        row.Write(p.TriggerKind);
        Write(row, p.TriggerName);
        Write(row, p.StartedBy);
        Write(row, p.Reason);
        row.Write(p.RootRunId);
        Write(row, p.ParentRunId);
        WriteBody(row, start.Append);
    }

    public static void Write(BinaryWriter row, RunAppend append)
    {
        row.Write((byte)MarksOf(append.Projection));
        WriteBody(row, append);
    }

    /// <summary>The starts, and the appends without what a run is by its start.</summary>
    public static IEnumerable<(RunStart? Start, RunAppend Append)> Read(MemoryStream bytes)
    {
        using var row = new BinaryReader(bytes);
        while (bytes.Position < bytes.Length)
        {
            var marks = (Marks)row.ReadByte();
            var owner = marks.HasFlag(Marks.Start) ? row.ReadString() : null;
            var append = ReadBody(row, marks, owner is null ? Unknown : ReadStart(row));
            yield return (owner is null ? null : new RunStart(append.RunId, null, owner, null, append, null), append);
        }
    }

    private static RunProjection Unknown { get; } = new(
        "", 0, "", Terminal: false, Active: false, Held: false, Due: null, default, StartedAt: null, EndedAt: null, "", null, null, null, "", null,
        HandledFailures: false);

    private static Marks MarksOf(RunProjection p) =>
        (p.Terminal ? Marks.Terminal : 0) | (p.Active ? Marks.Active : 0) | (p.Held ? Marks.Held : 0) | (p.HandledFailures ? Marks.HandledFailures : 0);

    private static void WriteBody(BinaryWriter row, RunAppend append)
    {
        row.Write(append.RunId);
        row.Write7BitEncodedInt64(append.Epoch);
        row.Write7BitEncodedInt64(append.After);
        Span<byte> nonce = stackalloc byte[16];
        append.Nonce.TryWriteBytes(nonce);
        row.Write(nonce);
        row.Write(append.Projection.Status);
        Write(row, append.Projection.Due);
        Write(row, append.Projection.StartedAt);
        Write(row, append.Projection.EndedAt);
        EventRows.Write(row, append.Events, 0, append.Events.Count);
    }

    private static RunProjection ReadStart(BinaryReader row) => Unknown with
    {
        Workflow = row.ReadString(),
        Version = row.Read7BitEncodedInt(),
        CreatedAt = new DateTimeOffset(row.Read7BitEncodedInt64(), TimeSpan.Zero),
        TriggerKind = row.ReadString(),
        TriggerName = ReadText(row),
        StartedBy = ReadText(row),
        Reason = ReadText(row),
        RootRunId = row.ReadString(),
        ParentRunId = ReadText(row),
    };

    private static RunAppend ReadBody(BinaryReader row, Marks marks, RunProjection projection)
    {
        var (runId, epoch, after) = (row.ReadString(), row.Read7BitEncodedInt64(), row.Read7BitEncodedInt64());
        return new RunAppend
        {
            RunId = runId,
            Epoch = epoch,
            After = after,
            Nonce = new Guid(row.ReadBytes(16)),
            Projection = projection with
            {
                Status = row.ReadString(),
                Terminal = marks.HasFlag(Marks.Terminal),
                Active = marks.HasFlag(Marks.Active),
                Held = marks.HasFlag(Marks.Held),
                HandledFailures = marks.HasFlag(Marks.HandledFailures),
                Due = ReadTime(row),
                StartedAt = ReadTime(row),
                EndedAt = ReadTime(row),
            },
            Events = EventRows.Read(row),
        };
    }

    private static void Write(BinaryWriter row, string? text)
    {
        row.Write(text is not null);
        if (text is not null)
            row.Write(text);
    }

    private static void Write(BinaryWriter row, DateTimeOffset? time) => row.Write7BitEncodedInt64(time?.UtcTicks ?? -1);

    private static string? ReadText(BinaryReader row) => row.ReadBoolean() ? row.ReadString() : null;

    private static DateTimeOffset? ReadTime(BinaryReader row) =>
        row.Read7BitEncodedInt64() is var ticks && ticks < 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}
