using System.Text.Json.Nodes;
using Runbooks.Activities.Messaging;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Activities.Tests.Messaging;

public sealed class IncidentPayloadTests
{
    private static readonly PlainMessage Message = new("Run failed", "web-1 is off", new Uri("https://rb.example/runs/1")) { Severity = MessageSeverity.Critical };

    [Fact]
    public void PagerDuty_Trigger_IsAnEventOfVersionTwo()
    {
        var request = PagerDuty.Compose("https://events.eu.pagerduty.com/", "R1", PagerDutyAction.Trigger, "k1", Message);
        Assert.Equal("https://events.eu.pagerduty.com/v2/enqueue", request.Url.AbsoluteUri);
        Same(request, """
            {
              "routing_key": "R1", "event_action": "trigger", "dedup_key": "k1",
              "payload": { "summary": "Run failed", "source": "Runbooks", "severity": "critical", "custom_details": { "text": "web-1 is off" } },
              "client": "Runbooks", "client_url": "https://rb.example/runs/1", "links": [{ "href": "https://rb.example/runs/1", "text": "Open" }]
            }
            """);
    }

    [Theory]
    [InlineData(PagerDutyAction.Acknowledge, "acknowledge")]
    [InlineData(PagerDutyAction.Resolve, "resolve")]
    public void PagerDuty_FollowUp_NamesTheIncidentOnly(PagerDutyAction action, string word) => Same(
        PagerDuty.Compose(PagerDuty.Address, "R1", action, "k1", Message), $$"""{ "routing_key": "R1", "event_action": "{{word}}", "dedup_key": "k1" }""");

    [Fact]
    public void Opsgenie_Create_HasAliasAndPriority()
    {
        var request = Opsgenie.Compose(Opsgenie.AddressOf(OpsgenieRegion.Eu, null), "G1", OpsgenieAction.Create, "a/1", Message);
        Assert.Equal(("https://api.eu.opsgenie.com/v2/alerts", "GenieKey G1"), (request.Url.AbsoluteUri, request.Headers["Authorization"]));
        Same(request, """
            {
              "message": "Run failed", "alias": "a/1", "description": "web-1 is off", "source": "Runbooks", "priority": "P1",
              "details": { "link": "https://rb.example/runs/1" }
            }
            """);
    }

    [Fact]
    public void Opsgenie_Close_NamesTheAliasInThePath()
    {
        var request = Opsgenie.Compose(Opsgenie.AddressOf(OpsgenieRegion.Us, ""), "G1", OpsgenieAction.Close, "a/1", Message);
        Assert.Equal("https://api.opsgenie.com/v2/alerts/a%2F1/close?identifierType=alias", request.Url.AbsoluteUri);
        Same(request, """{ "source": "Runbooks", "note": "web-1 is off" }""");
    }

    [Fact]
    public void Compose_TooLong_IsShortened()
    {
        var message = new PlainMessage(new string('t', 5_000), new string('x', 200_000));
        var event_ = PagerDuty.Compose(PagerDuty.Address, "R1", PagerDutyAction.Trigger, new string('k', 900), message).Body;
        Assert.Equal((1024, 255), (((string?)event_["payload"]!["summary"])!.Length, ((string?)event_["dedup_key"])!.Length));
        var alert = Opsgenie.Compose("https://a", "G1", OpsgenieAction.Create, new string('k', 900), message).Body;
        Assert.Equal((130, 512, 15_000), (((string?)alert["message"])!.Length, ((string?)alert["alias"])!.Length, ((string?)alert["description"])!.Length));
        Assert.EndsWith("… (shortened)", (string?)alert["description"], StringComparison.Ordinal);
    }

    private static void Same(MessageRequest request, string expected) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), request.Body), request.Body.ToJsonString(new() { WriteIndented = true }));
}
