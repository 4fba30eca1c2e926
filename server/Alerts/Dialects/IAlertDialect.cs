using System.Collections.Immutable;
using System.Text.Json;

namespace Runbooks.Server.Alerts.Dialects;

/// <summary>How one monitoring tool writes its alerts. Reading is a pure function of what was sent.</summary>
public interface IAlertDialect
{
    /// <summary>What a source's <c>dialect</c> names it by.</summary>
    string Name { get; }

    /// <summary>The media types that it is sent as, for people.</summary>
    string MediaTypes => "application/json";

    /// <param name="mediaType">In small letters, without parameters; null where none was sent.</param>
    bool Takes(string? mediaType) => Payload.IsJson(mediaType);

    /// <exception cref="UnreadableBodyException">Nothing of it can be read.</exception>
    Reading Read(HookBody body, DialectSettings settings);
}

/// <summary>What a source sent.</summary>
/// <param name="MediaType">In small letters, without parameters.</param>
/// <param name="Headers">By name, whatever its case.</param>
public sealed record HookBody(ReadOnlyMemory<byte> Bytes, string? MediaType, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ReceivedAt);

/// <summary>What a dialect must be told about the source.</summary>
/// <param name="TimeZone">Of times that carry none.</param>
/// <param name="Mapping">Expressions by the member of the alert, for the dialect <c>generic</c>.</param>
public sealed record DialectSettings(TimeZoneInfo TimeZone, JsonElement? Mapping = null)
{
    public static DialectSettings Default { get; } = new(TimeZoneInfo.Utc);
}

/// <summary>What was read from one body.</summary>
/// <param name="Problems">What could not be read of it, each in a sentence; where there are any, the body is kept.</param>
/// <param name="Truncated">How many alerts the sender says that it left out.</param>
public sealed record Reading(ImmutableArray<Alert> Alerts, ImmutableArray<string> Problems, int Truncated = 0)
{
    public static Reading Of(params ReadOnlySpan<Alert> alerts) => new([.. alerts], []);
}

/// <summary>A body of which nothing can be read.</summary>
public sealed class UnreadableBodyException(string message) : Exception(message);
