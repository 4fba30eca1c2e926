namespace Runbooks.Server.Alerts.Dialects;

/// <summary>The webhook of Prometheus Alertmanager, version 4.</summary>
internal sealed class AlertmanagerDialect : IAlertDialect
{
    public string Name => "alertmanager";

    public Reading Read(HookBody body, DialectSettings settings) => PrometheusEntry.ReadAll(body.Bytes, PrometheusEntry.Read);
}
