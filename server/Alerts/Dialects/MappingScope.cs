using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Server.Alerts.Dialects;

/// <summary>What the expressions of a mapping see.</summary>
internal static class MappingScope
{
    public static ExpressionScope Of(JsonElement payload, JsonElement item, DateTimeOffset now) =>
        ExpressionScope.OfTrigger(ImmutableDictionary<string, JsonElement>.Empty.Add("payload", payload), now) with { Item = item };
}
