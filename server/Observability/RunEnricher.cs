using Serilog.Core;
using Serilog.Events;

namespace Runbooks.Server.Observability;

/// <summary>Adds to a line which run and step it is about, where the log context carries <c>RunId</c> and <c>StepPath</c>.</summary>
internal sealed class RunEnricher : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (Text(logEvent, "RunId") is not { } run) return;
        var where = Text(logEvent, "StepPath") is { } step ? $" (run {run}, step {step})" : $" (run {run})";
        logEvent.AddPropertyIfAbsent(new LogEventProperty("Where", new ScalarValue(where)));
    }

    private static string? Text(LogEvent logEvent, string name) =>
        logEvent.Properties.TryGetValue(name, out var value) && value is ScalarValue { Value: { } scalar } ? scalar.ToString() : null;
}
