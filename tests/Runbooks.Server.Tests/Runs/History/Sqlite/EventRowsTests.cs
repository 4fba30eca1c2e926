using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Server.Tests.Runs.History.Sqlite;

public sealed class EventRowsTests
{
    [Fact]
    public void Pack_OneEvent_StaysAsItIs()
    {
        var row = Assert.Single(EventRows.Pack(4, Draft.Events(4, 1)));

        Assert.Equal((5, "Stepped", 2), (row.Sequence, row.Type, row.Version));
    }

    [Fact]
    public void Pack_SeveralEvents_ShareRowsThatStandAtTheirLast()
    {
        var rows = EventRows.Pack(10, Draft.Events(10, 130)).ToList();

        Assert.Equal([74, 138, 140], rows.Select(row => row.Sequence));
        Assert.All(rows, row => Assert.Equal("several", row.Type));
    }

    [Theory]
    [InlineData(10, 1_000)]
    [InlineData(74, 1_000)]
    [InlineData(100, 20)]
    [InlineData(140, 10)]
    public void Unpack_AnywhereInTheRows_GivesWhatFollowsUpToTheLimit(long after, int limit)
    {
        var events = Draft.Events(10, 130);
        var rows = EventRows.Pack(10, events).Where(row => row.Sequence > after).ToList();

        var found = EventRows.Unpack(rows, after, limit);

        Assert.Equal(
            events.Select((one, index) => Words(new StoredEvent(11 + index, one.Type, one.Version, one.At, one.Data))).Skip((int)after - 10).Take(limit),
            found.Select(Words));
    }

    private static (long, string, int, DateTimeOffset, string) Words(StoredEvent one) =>
        (one.Sequence, one.Type, one.Version, one.At, System.Text.Encoding.UTF8.GetString(one.Data));
}
