using Runbooks.Server.Alerts;
using Runbooks.Server.Alerts.Dialects;

namespace Runbooks.Server.Tests.Alerts.Dialects;

public sealed class DialectTests
{
    private static readonly DateTimeOffset Began = new(2026, 5, 4, 8, 0, 10, 250, TimeSpan.Zero);

    [Fact]
    public void Alertmanager_AGroupOfBoth_IsReadEntryByEntry()
    {
        var reading = new AlertmanagerDialect().Read(Samples.Text("alertmanager-mixed.json"));

        Assert.Equal(3, reading.Truncated);
        Assert.Equal([AlertStatus.Firing, AlertStatus.Resolved], reading.Alerts.Select(alert => alert.Status));
        var first = reading.Alerts[0];
        Assert.Equal(("aaaa000011112222", "HostBusy", "critical", "93"), (first.Fingerprint, first.Name, first.Severity, first.Value));
        Assert.Equal((Began, null, "http://prometheus.example:9090/graph?g0.expr=x"), (first.StartsAt, first.EndsAt, first.Link));
        Assert.Equal("hv-a-01:9100", first.Labels["instance"]);
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero), reading.Alerts[1].EndsAt);
        Assert.Null(reading.Alerts[1].Link);
    }

    [Fact]
    public void Alertmanager_TheSameMomentWrittenOtherwise_IsTheSameEpisode()
    {
        const string Body = """{"alerts":[{"status":"firing","labels":{"a":"b"},"startsAt":"TIME","fingerprint":"f"}]}""";
        string? EpisodeOf(string time) => new AlertmanagerDialect().Read(Body.Replace("TIME", time, StringComparison.Ordinal)).Only().Episode;

        Assert.Equal(EpisodeOf("2026-05-04T08:00:10.250Z"), EpisodeOf("2026-05-04T10:00:10.25+02:00"));
        Assert.NotEqual(EpisodeOf("2026-05-04T08:00:10.250Z"), EpisodeOf("2026-05-04T08:00:10.251Z"));
    }

    [Fact]
    public void Alertmanager_OneBrokenEntry_DoesNotTakeTheOthersWithIt()
    {
        var reading = new AlertmanagerDialect().Read(Samples.Text("alertmanager-mixed.json").Replace("\"resolved\"", "\"melted\"", StringComparison.Ordinal));

        Assert.Equal("aaaa000011112222", Assert.Single(reading.Alerts).Fingerprint);
        Assert.Contains("melted", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Grafana_AFiringAlert_HasItsValueAndPanel()
    {
        var alert = new GrafanaDialect().Read(Samples.Text("grafana-firing.json")).Only();

        Assert.Equal(("c0ffee0011223344", "VM memory", "0.02", "https://grafana.example/d/vms?viewPanel=4"), (alert.Fingerprint, alert.Name, alert.Value, alert.Link));
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 8, 0, 10, TimeSpan.Zero), alert.StartsAt);
    }

    [Fact]
    public void Zabbix_ProblemAndRecovery_AreOneEpisode()
    {
        var settings = new DialectSettings(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var problem = new ZabbixDialect().Read(Samples.Text("zabbix-problem.json"), settings: settings).Only();
        var recovery = new ZabbixDialect().Read(Samples.Text("zabbix-recovery.json"), settings: settings).Only();

        Assert.Equal((AlertStatus.Firing, AlertStatus.Resolved), (problem.Status, recovery.Status));
        Assert.Equal((problem.Fingerprint, problem.Episode), (recovery.Fingerprint, recovery.Episode));
        Assert.Equal(("high", "97", "10.20.0.11", "ops"), (problem.Severity, problem.Value, problem.Labels["host_ip"], recovery.Labels["team"]));
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 8, 0, 10, TimeSpan.Zero), problem.StartsAt);
        Assert.Null(problem.EndsAt);
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 8, 5, 0, TimeSpan.Zero), recovery.EndsAt);
        Assert.DoesNotContain(problem.Labels.Values.Concat(problem.Annotations.Values), value => value.Contains('{', StringComparison.Ordinal));
    }

    [Fact]
    public void Sns_AnAlarmAndItsEnd_HaveOneFingerprint()
    {
        var alarm = new SnsDialect().Read(Samples.Text("sns-alarm.json")).Only();
        var ok = new SnsDialect().Read(Samples.Text("sns-ok.json")).Only();

        Assert.Equal((AlertStatus.Firing, AlertStatus.Resolved), (alarm.Status, ok.Status));
        Assert.Equal(("cpu-web-01|123456789012|EU (Ireland)", alarm.Fingerprint), (alarm.Fingerprint, ok.Fingerprint));
        Assert.Equal((Began, "i-0abc1234def567890", "CPUUtilization"), (alarm.StartsAt, alarm.Labels["InstanceId"], alarm.Labels["metric"]));
    }

    [Fact]
    public void Sns_TooLittleKnown_SaysNeither() => Assert.Empty(
        new SnsDialect().Read(Samples.Text("sns-alarm.json").Replace("NewStateValue\\\":\\\"ALARM", "NewStateValue\\\":\\\"INSUFFICIENT_DATA", StringComparison.Ordinal)).Alerts);

    [Fact]
    public void Datadog_TriggeredAndRecovered_AreOneEpisode()
    {
        var triggered = new DatadogDialect().Read(Samples.Text("datadog-triggered.json")).Only();
        var recovered = new DatadogDialect().Read(Samples.Text("datadog-recovered.json")).Only();

        Assert.Equal((AlertStatus.Firing, AlertStatus.Resolved), (triggered.Status, recovered.Status));
        Assert.Equal((triggered.Fingerprint, triggered.Episode), (recovered.Fingerprint, recovered.Episode));
        Assert.Equal(("p2", "prod", "true", "db-01"), (triggered.Severity, triggered.Labels["env"], triggered.Labels["single"], triggered.Labels["host"]));
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 8, 0, 10, TimeSpan.Zero), triggered.StartsAt);
        Assert.False(triggered.Annotations.ContainsKey("query"));
    }

    [Theory]
    [InlineData("Re-Triggered", AlertStatus.Firing)]
    [InlineData("No Data", AlertStatus.Firing)]
    [InlineData("Warn", AlertStatus.Firing)]
    [InlineData("Renotify", AlertStatus.Firing)]
    [InlineData("Warn Recovered", AlertStatus.Resolved)]
    public void Datadog_ATransition_SaysWhich(string transition, AlertStatus status) =>
        Assert.Equal(status, new DatadogDialect().Read(Samples.Text("datadog-triggered.json").Replace("\"Triggered\"", $"\"{transition}\"", StringComparison.Ordinal)).Only().Status);

    [Fact]
    public void Icinga_AHardStateAndItsEnd_HaveOneFingerprint()
    {
        var problem = new IcingaDialect().Read(Samples.Text("icinga-hard.json")).Only();
        var ok = new IcingaDialect().Read(Samples.Text("icinga-event.json")).Only();

        Assert.Equal((AlertStatus.Firing, AlertStatus.Resolved), (problem.Status, ok.Status));
        Assert.Equal(("db-01!load", problem.Fingerprint), (problem.Fingerprint, ok.Fingerprint));
        Assert.Equal((Began, "critical", "10.20.0.12", "LOAD OK - 0.4"), (problem.StartsAt, problem.Severity, problem.Labels["instance"], ok.Annotations["output"]));
    }

    [Fact]
    public void Icinga_ASoftState_IsNoAlertYet() =>
        Assert.Empty(new IcingaDialect().Read(Samples.Text("icinga-hard.json").Replace("HARD", "SOFT", StringComparison.Ordinal)).Alerts);

    [Fact]
    public void Icinga_AHostThatIsDown_IsCritical()
    {
        var alert = new IcingaDialect().Read("""{"host":"db-01","state":1,"state_type":"HARD"}""").Only();

        Assert.Equal((AlertStatus.Firing, "critical", "db-01!"), (alert.Status, alert.Severity, alert.Fingerprint));
    }

    [Fact]
    public void Generic_WithAMapping_ReadsEachItem()
    {
        var mapping = System.Text.Json.JsonElement.Parse("""
            {
              "items": "${ payload.events }", "fingerprint": "${ item.key }", "name": "${ item.what }", "severity": "${ item.how === 'major' ? 'critical' : 'warning' }",
              "status": "${ item.open ? 'firing' : 'resolved' }", "startsAt": "${ item.since }", "labels": { "vm": "${ item.machine }", "team": "${ item.team }" }
            }
            """);

        var reading = new GenericDialect().Read(Samples.Text("generic.json"), settings: new DialectSettings(TimeZoneInfo.Utc, mapping));

        Assert.Empty(reading.Problems);
        Assert.Equal([("k-1", AlertStatus.Firing, "critical", "db-01"), ("k-2", AlertStatus.Resolved, "warning", "db-02")],
            reading.Alerts.Select(alert => (alert.Fingerprint, alert.Status, alert.Severity, alert.Labels["vm"])));
    }
}
