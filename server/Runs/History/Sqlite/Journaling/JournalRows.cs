using System.Buffers.Binary;

namespace Runbooks.Server.Runs.History.Sqlite.Journaling;

/// <summary>What the transaction that is open writes into the journal: entries, in rows that they do not overlap. A row begins with the length of
/// what is in it, in two bytes.</summary>
internal sealed class JournalRows : IDisposable
{
    /// <summary>Bytes of a row: it just fits into a page (<see cref="SqliteRunStoreOptions"/>), and, always of the same size, it is written in its
    /// place.</summary>
    public const int Size = 8_000;

    private const int Most = Size - sizeof(ushort);

    private readonly byte[] _row = new byte[Size];
    private readonly MemoryStream _bytes = new();
    private readonly BinaryWriter _writer;
    private readonly List<int> _ends = [];

    public JournalRows() => _writer = new BinaryWriter(_bytes);

    public int Count => _ends.Count;

    /// <returns>False: it is too long.</returns>
    public bool TryAdd(RunStart start)
    {
        JournalCodec.Write(_writer, start);
        return TryKeep();
    }

    /// <returns>False: it is too long.</returns>
    public bool TryAdd(RunAppend append)
    {
        JournalCodec.Write(_writer, append);
        return TryKeep();
    }

    /// <summary>The rows, one after the other in the same array.</summary>
    public IEnumerable<byte[]> Rows()
    {
        var from = 0;
        foreach (var end in _ends)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_row, (ushort)(end - from));
            _bytes.GetBuffer().AsSpan(from..end).CopyTo(_row.AsSpan(sizeof(ushort)));
            yield return _row;
            from = end;
        }
    }

    /// <summary>The entries of a row.</summary>
    public static IEnumerable<(RunStart? Start, RunAppend Append)> Read(byte[] row) =>
        JournalCodec.Read(new MemoryStream(row, sizeof(ushort), BinaryPrimitives.ReadUInt16LittleEndian(row)));

    public void Clear()
    {
        _bytes.SetLength(0);
        _ends.Clear();
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>The entry goes into the row of those before it, or into the next.</summary>
    private bool TryKeep()
    {
        var before = Count > 0 ? _ends[^1] : 0;
        var now = (int)_bytes.Length;
        if (now - before > Most)
        {
            _bytes.SetLength(before);
            return false;
        }

        var rowFrom = Count > 1 ? _ends[^2] : 0;
        if (Count > 0 && now - rowFrom <= Most)
            _ends[^1] = now;
        else
            _ends.Add(now);
        return true;
    }
}
