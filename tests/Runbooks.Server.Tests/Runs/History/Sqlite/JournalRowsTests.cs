using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite.Journaling;

namespace Runbooks.Server.Tests.Runs.History.Sqlite;

public sealed class JournalRowsTests : IDisposable
{
    private readonly JournalRows _rows = new();

    public void Dispose() => _rows.Dispose();

    [Fact]
    public void Rows_OfAStart_HoldAllThatItIs()
    {
        var projection = new RunProjection(
            "w", 7, "completed", Terminal: true, Active: false, Held: true, Draft.T0.AddHours(1), Draft.T0, Draft.T0.AddSeconds(1), Draft.T0.AddSeconds(2),
            "schedule", "nightly", "alice", "为什么", "root", "parent", HandledFailures: true);
        var start = Draft.Start("r", _ => projection);

        Assert.True(_rows.TryAdd(start));

        var (found, append) = Assert.Single(Read());
        Assert.Equal((start.RunId, start.StartKey, start.Owner, start.Slot), (found!.RunId, found.StartKey, found.Owner, found.Slot));
        Assert.Same(append, found.Append);
        Assert.Equal(projection, append.Projection);
        Assert.Equal(Words(start.Append), Words(append));
    }

    [Fact]
    public void Rows_OfAnAppend_HoldWhatItChanges()
    {
        var append = Draft.Append("r", after: 300, status: "waiting", epoch: 4, events: 3);

        Assert.True(_rows.TryAdd(append));

        var (start, found) = Assert.Single(Read());
        Assert.Null(start);
        Assert.Equal(Words(append), Words(found));
        Assert.Equal(("waiting", append.Projection.StartedAt), (found.Projection.Status, found.Projection.StartedAt));
    }

    [Fact]
    public void Rows_OfManyAppends_AreOfOneSizeAndSplitNone()
    {
        var appends = Enumerable.Range(1, 200).Select(n => Draft.Append($"r{n}", after: n, events: 3)).ToList();

        Assert.All(appends, append => Assert.True(_rows.TryAdd(append)));

        Assert.True(_rows.Count > 1);
        Assert.All(_rows.Rows(), row => Assert.Equal(JournalRows.Size, row.Length));
        Assert.Equal(appends.Select(Words), Read().Select(entry => Words(entry.Append)));
    }

    [Fact]
    public void TryAdd_LongerThanARow_LeavesTheOthersAsTheyAre()
    {
        var big = Draft.Append("r", after: 1) with { Events = [new NewEvent("Stepped", 1, Draft.T0, new byte[JournalRows.Size])] };
        Assert.True(_rows.TryAdd(Draft.Append("r", after: 0)));

        Assert.False(_rows.TryAdd(big));
        Assert.True(_rows.TryAdd(Draft.Append("r", after: 2)));

        Assert.Equal([0, 2], Read().Select(entry => entry.Append.After));
    }

    private List<(RunStart? Start, RunAppend Append)> Read() => [.. _rows.Rows().SelectMany(JournalRows.Read)];

    private static string Words(RunAppend append) =>
        $"{append.RunId} {append.Epoch} {append.After} {append.Nonce} "
        + string.Join(",", append.Events.Select(one => $"{one.Type} {one.Version} {one.At:O} {Convert.ToHexString(one.Data)}"));
}
