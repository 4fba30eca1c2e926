using System.Text.Json;

namespace Runbooks.Server.Alerts.Dialects;

/// <summary>The webhook contact point of Grafana alerting: Alertmanager's form, with measured values and links to panels.</summary>
internal sealed class GrafanaDialect : IAlertDialect
{
    public string Name => "grafana";

    public Reading Read(HookBody body, DialectSettings settings) => PrometheusEntry.ReadAll(body.Bytes, ReadOne);

    private static Alert ReadOne(JsonElement entry)
    {
        var alert = PrometheusEntry.Read(entry);
        return alert with
        {
            Value = Value(entry) ?? alert.Value,
            Link = Payload.Link(entry.Text("panelURL")) ?? Payload.Link(entry.Text("dashboardURL")) ?? alert.Link,
        };
    }

    /// <summary>Where several queries were measured, the text says which is which.</summary>
    private static string? Value(JsonElement entry) =>
        entry.Member("values") is { ValueKind: JsonValueKind.Object } values && values.EnumerateObject().ToList() is [var only]
            ? Payload.Scalar(only.Value)
            : entry.Text("valueString");
}
