using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Tests.Execution.Golden;

/// <summary>A history as a release wrote it, with what that release folded it to, in <c>v0.1/name.json</c>; its definition lies beside it.</summary>
/// <param name="Ends">The status that the run comes to when it is given what it waits for.</param>
internal sealed record GoldenHistory(string Ends, IReadOnlyList<GoldenEvent> History, JsonNode State)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The folder of the release that is being made.</summary>
    public static string Current
    {
        get
        {
            var version = typeof(Interpreter).Assembly.GetName().Version!;
            return Path.Combine(Root(), $"v{version.Major}.{version.Minor}");
        }
    }

    /// <summary>All recordings of all releases, as <c>v0.1/name</c>.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Root(), "*.json", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root(), file)[..^".json".Length].Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    public static GoldenHistory Read(string name) =>
        JsonSerializer.Deserialize<GoldenHistory>(File.ReadAllText(Path.Combine(Root(), name + ".json")), Indented)!;

    public static CompiledWorkflow ReadWorkflow(string name) => Compile(File.ReadAllText(Path.Combine(Root(), name + ".yaml")));

    public static CompiledWorkflow Compile(string yaml)
    {
        var reading = DefinitionReader.Read(yaml, DocumentFormat.Yaml);
        Assert.True(reading.Definition is not null, string.Join("; ", reading.Problems));
        return CompiledWorkflow.Compile(reading.Definition!, 1, Flow.Traits);
    }

    public static GoldenHistory Of(World world, string ends) => new(
        ends,
        [.. world.History.Select(e => new GoldenEvent(EventCodec.NameOf(e), EventCodec.CurrentVersion, e.At, JsonNode.Parse(EventCodec.Write(e))!))],
        StateOf(world.State));

    public void Write(string name, string yaml)
    {
        Directory.CreateDirectory(Current);
        File.WriteAllText(Path.Combine(Current, name + ".yaml"), yaml + "\n");
        File.WriteAllText(Path.Combine(Current, name + ".json"), JsonSerializer.Serialize(this, Indented) + "\n");
    }

    public List<RunEvent> Events() => [.. History.Select(e => EventCodec.Read(e.Type, e.Version, e.At, JsonSerializer.SerializeToUtf8Bytes(e.Data)))];

    /// <summary>The state in one order: sets and dictionaries have none.</summary>
    public static JsonNode StateOf(RunState state) => Ordered(JsonSerializer.SerializeToNode(state, Indented)!);

    private static JsonNode Ordered(JsonNode node)
    {
        switch (node)
        {
            case JsonObject members:
                return new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : m.Key is "touched" or "signalIds" ? Set(m.Value) : Ordered(m.Value)))!);
            case JsonArray elements:
                return new JsonArray([.. elements.Select(e => e is null ? null : Ordered(e))]);
            default:
                return node.DeepClone();
        }
    }

    private static JsonArray Set(JsonNode set) => new([.. set.AsArray().Select(e => e!.GetValue<string>()).Order(StringComparer.Ordinal).Select(e => (JsonNode)e)]);

    private static string Root([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}

internal sealed record GoldenEvent(string Type, int Version, DateTimeOffset At, JsonNode Data);
