using System.Text.Json.Nodes;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Tests.Execution.Golden;

/// <summary>Runs of every release so far, each stopped in the middle of something, fold to what they were and go on to an end.</summary>
[Trait("Engine", "7 Golden histories")]
public sealed class GoldenHistoryTests
{
    private const string Update = "UPDATE_GOLDEN";

    public static TheoryData<string> Names => [.. GoldenHistory.Names];

    /// <summary>Records the histories of the release that is being made. Those of earlier releases are never written again.</summary>
    static GoldenHistoryTests()
    {
        if (Environment.GetEnvironmentVariable(Update) is null) return;
        foreach (var (name, yaml, cut) in Recordings.All)
        {
            var world = cut(GoldenHistory.Compile(yaml));
            GoldenHistory.Of(world, World.Continue(GoldenHistory.Compile(yaml), [.. world.History]).RunToItsEnd().Status).Write(name, yaml);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void History_OfAnyRelease_FoldsToWhatItWas(string name)
    {
        var golden = GoldenHistory.Read(name);

        var folded = GoldenHistory.StateOf(Evolution.Fold(golden.Events()));

        Assert.Empty(Missing(golden.State, folded, ""));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void History_OfAnyRelease_GoesOnToItsEnd(string name)
    {
        var golden = GoldenHistory.Read(name);

        var world = World.Continue(GoldenHistory.ReadWorkflow(name), golden.Events()).RunToItsEnd();

        Assert.Equal(golden.Ends, world.Status);
        Assert.Single(world.History.OfType<RunEnded>());
        Assert.Equal(GoldenHistory.StateOf(world.State).ToJsonString(), GoldenHistory.StateOf(Evolution.Fold(world.History)).ToJsonString());
    }

    [Fact]
    public void Recordings_OfThisRelease_HoldEveryTypeOfEvent()
    {
        var release = Path.GetFileName(GoldenHistory.Current);

        var recorded = GoldenHistory.Names.Where(n => n.StartsWith(release + "/", StringComparison.Ordinal)).SelectMany(n => GoldenHistory.Read(n).History.Select(e => e.Type)).Distinct().Order(StringComparer.Ordinal);

        Assert.True(EventCodec.Names.Order(StringComparer.Ordinal).SequenceEqual(recorded),
            $"Types without a recording: {string.Join(", ", EventCodec.Names.Except(recorded))}. Add one to {nameof(Recordings)}, then: {Update}=1 dotnet run --project tests/Runbooks.Workflows.Tests -- --filter-class '*{nameof(GoldenHistoryTests)}'");
    }

    [Theory]
    [InlineData("step.teleported", 1)]
    [InlineData("step.started", EventCodec.CurrentVersion + 1)]
    public void Event_OfANewerRelease_IsNotGuessedAt(string type, int version) =>
        Assert.Throws<UnknownEventException>(() => EventCodec.Read(type, version, DateTimeOffset.UnixEpoch, "{}"u8));

    /// <summary>What the release knew must be there still; a later one may know more.</summary>
    private static IEnumerable<string> Missing(JsonNode? expected, JsonNode? actual, string at)
    {
        if (expected is JsonObject members && actual is JsonObject there)
            return members.SelectMany(m => Missing(m.Value, there[m.Key], $"{at}/{m.Key}")).Concat(IsOpen(at) ? [] : there.Select(m => m.Key).Except(members.Select(m => m.Key)).Select(key => $"{at}/{key} is new"));
        if (expected is JsonArray elements && actual is JsonArray others && elements.Count == others.Count)
            return elements.SelectMany((e, i) => Missing(e, others[i], $"{at}/{i}"));
        return JsonNode.DeepEquals(expected, actual) ? [] : [$"{at}: {expected?.ToJsonString()} became {actual?.ToJsonString()}"];
    }

    /// <summary>Records may get members; dictionaries and data of others may not.</summary>
    private static bool IsOpen(string at) =>
        at[(at.LastIndexOf('/') + 1)..] is not ("steps" or "frames" or "variables" or "kept" or "byId" or "operations" or "input" or "output" or "outputs" or "inputs" or "payload");
}
