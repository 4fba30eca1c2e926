using System.Text.Json.Serialization;

namespace Runbooks.Workflows.Execution.Events;

/// <summary>Something that happened to a run. Everything that was chosen is in the event, so that folding evaluates and chooses nothing.</summary>
public abstract record RunEvent
{
    [JsonIgnore]
    public DateTimeOffset At { get; init; }
}

/// <summary>A failure as the history keeps it.</summary>
/// <param name="Message">What happened and what state things are in; for platform errors the platform's own text.</param>
public sealed record RunError(string Code, string Message, bool Retryable = false, TimeSpan? RetryAfter = null);

/// <summary>How a settled step, unit or iteration ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Settled>))]
public enum Settled
{
    [JsonStringEnumMemberName("completed")] Completed,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("skipped")] Skipped,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}
