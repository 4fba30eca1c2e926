using System.Text.Json.Serialization;

namespace Runbooks.Workflows.Definitions;

[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>The definition cannot be published.</summary>
    [JsonStringEnumMemberName("error")] Error,

    /// <summary>It can, but probably does not do what was meant.</summary>
    [JsonStringEnumMemberName("warning")] Warning,
}

/// <summary>Something wrong with a definition, and where.</summary>
/// <param name="Path">JSON Pointer into the document; empty for the whole of it.</param>
/// <param name="Step">The step concerned, through its containers: <c>each/off</c>.</param>
/// <param name="Line">From 1, in the text that was read.</param>
/// <param name="Column">From 1.</param>
public sealed record Problem(string Path, Severity Severity, string Message, string? Step = null, int? Line = null, int? Column = null);
