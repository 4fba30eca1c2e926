using System.Text;
using Runbooks.Server.Alerts;
using Runbooks.Server.Alerts.Dialects;

namespace Runbooks.Server.Tests.Alerts.Dialects;

public sealed class CloudEventsDialectTests
{
    private readonly CloudEventsDialect dialect = new();

    [Fact]
    public void Read_InEachMode_IsTheSameAlert()
    {
        var text = Samples.Text("cloudevent.json");
        var structured = dialect.Read(text, "application/cloudevents+json").Only();
        var batched = dialect.Read($"[{text}]", "application/cloudevents-batch+json").Only();
        var data = System.Text.Json.JsonElement.Parse(text).GetProperty("data").GetRawText();
        var binary = dialect.Read(
            data, "application/json", null, ("ce-specversion", "1.0"), ("ce-id", "e-1"), ("CE-Source", "/sensors/room-1"), ("ce-type", "com.example.temperature.exceeded"),
            ("ce-time", "2026-05-04T08:00:10Z"), ("ce-subject", "rack%2D4"), ("ce-region", "eu")).Only();

        Assert.Equal(("/sensors/room-1|e-1", "Rack is hot", "critical", "41.5", AlertStatus.Firing),
            (structured.Fingerprint, structured.Name, structured.Severity, structured.Value, structured.Status));
        Assert.Equal(("hv-a-01", "rack-4", "eu"), (structured.Labels["host"], structured.Labels["subject"], structured.Labels["region"]));
        Assert.Equal(Shown(structured), Shown(batched));
        Assert.Equal(Shown(structured), Shown(binary));
    }

    [Fact]
    public void Read_DataInBase64_IsRead()
    {
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"name":"N","fingerprint":"f","startsAt":"2026-05-04T08:00:00Z"}"""));

        var alert = dialect.Read($$"""{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"{{data}}"}""", "application/cloudevents+json").Only();

        Assert.Equal(("f", "N"), (alert.Fingerprint, alert.Name));
        Assert.StartsWith("2026-05-04T08:00:00", alert.Episode, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("com.example.vm.recovered", AlertStatus.Resolved)]
    [InlineData("resolved", AlertStatus.Resolved)]
    [InlineData("com.example.vm.failed", AlertStatus.Firing)]
    public void Read_DataThatSaysNothing_GoesByTheType(string type, AlertStatus status) => Assert.Equal(
        status, dialect.Read($$"""{"specversion":"1.0","id":"1","source":"s","type":"{{type}}"}""", "application/cloudevents+json").Only().Status);

    private static string Shown(Alert alert) => System.Text.Json.JsonSerializer.Serialize(alert);
}
