using System.Text.Json;
using Runbooks.Server.Http;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Triggers.Events;

/// <summary>Events of the history as CloudEvents 1.0, structured. Source and id name the event, so that a receiver knows a repeat.</summary>
internal static class CloudEventText
{
    public const string MediaType = "application/cloudevents+json";
    private const string Prefix = "dev.runbooks.";

    public static string Write(RunRow run, StoredEvent stored) => JsonSerializer.Serialize(new
    {
        specversion = "1.0",
        id = $"{run.RunId}/{stored.Sequence}",
        source = $"/workflows/{run.Projection.Workflow}",
        type = Prefix + stored.Type,
        subject = $"/runs/{run.RunId}",
        time = stored.At,
        datacontenttype = "application/json",
        sequence = stored.Sequence.ToString("D10", System.Globalization.CultureInfo.InvariantCulture),
        data = new { run = run.RunId, run.Projection.Workflow, run.Projection.Version, @event = JsonElement.Parse(stored.Data) },
    }, ApiJson.Options);

    public static bool Matches(IEnumerable<string> wanted, string type) => wanted.Any(pattern =>
        pattern.EndsWith('*') ? type.StartsWith(pattern[..^1], StringComparison.Ordinal) : type == pattern);
}
