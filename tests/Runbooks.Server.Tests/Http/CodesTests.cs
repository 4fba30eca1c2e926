using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities.Catalogue;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Tests.Http;

/// <summary><c>server/codes.json</c> has every code that an error of the API or a failure of a run can carry. The designer's tests see to it
/// that it has words for each in every language, so that nothing is told in English only.</summary>
public sealed partial class CodesTests(RunningServer server)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>What is written like a code and is none: files, counters of libvirt, properties of vSphere, functions of Salt, and what the audit says was done.</summary>
    private static readonly HashSet<string> Others =
    [
        "history.db", "metrics.db", "runbooks.db", "index.html",
        "balloon.available", "balloon.unused", "balloon.usable", "cpu.time", "rd.bytes", "rx.bytes", "tx.bytes", "wr.bytes", "state.state", "vcpu.current",
        "config.hardware.device", "config.template", "disk.usage.average", "guest.net", "guestinfo.metadata", "guestinfo.metadata.encoding",
        "guestinfo.userdata", "guestinfo.userdata.encoding", "net.usage.average", "runbooks.key", "runtime.host", "summary.capacity",
        "config.network.portgroup", "config.network.vnic", "config.network.vswitch", "runbooks.backup", "runbooks.backup.at", "runbooks.backup.consistency",
        "runbooks.backup.disks", "runbooks.backup.home", "runbooks.backup.of", "summary.accessible",
        "alert-source.change", "alert-source.create", "alert-source.delete", "automation.start", "automation.stop", "connection.change", "connection.create", "connection.delete", "key.delete", "key.make", "lease.break",
        "calendar.change", "calendar.delete", "calendar.make", "channel.change", "channel.create", "channel.delete", "channel.send-again", "channel.test", "channels.place", "event-subscription.change", "event-subscription.delete", "event-subscription.make", "firing.dismiss", "firing.start", "trigger.backfill", "trigger.change", "trigger.delete", "trigger.fire",
        "trigger.make", "trigger.pause", "trigger.resume", "triggers.run-ends",
        "secret.change", "secret.delete", "secret.make", "session.refused", "session.sign-in", "state.apply", "workflow.make", "workflow.pause", "workflow.publish",
        "workflow.resume", "workflow.save",
    ];

    [Fact]
    public async Task Codes_OfAllSources_AreListed()
    {
        var path = Path.Combine(Root(), "server", "codes.json");
        var found = Found();
        if (Environment.GetEnvironmentVariable("UPDATE_CODES") is not null)
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(found, Indented) + "\n", TestContext.Current.CancellationToken);

        var listed = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;

        Assert.True(found.SequenceEqual(listed), "Set UPDATE_CODES=1 and run this test: server/codes.json lacks or has too many of: "
            + string.Join(", ", found.Except(listed).Union(listed.Except(found))));
    }

    private List<string> Found()
    {
        // What stands in the table of event names is none.
        var sources = new[] { "server", "activities", "workflows" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "EventCodec.cs"))
            .Select(File.ReadAllText)
            .ToList();
        var activities = server.Services.GetRequiredService<ActivityCatalogue>().Descriptors.Select(activity => activity.Name);
        return
        [
            .. Captured(Dotted(), sources).Except(activities).Except(Others)
                .Concat(Captured(Raised(), sources))
                .Concat(Captured(Missing(), sources).Select(kind => kind + ".not-found"))
                .Concat(Enum.GetValues<PlatformError>().Select(error => new PlatformException(error, "").Code))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> Captured(Regex pattern, List<string> sources) =>
        sources.SelectMany(text => pattern.Matches(text)).Select(match => match.Groups[1].Value);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));

    [GeneratedRegex("""(?<!\$)"([a-z]+(?:-[a-z0-9]+)*(?:\.[a-z]+(?:-[a-z0-9]+)*)+)["]""")]
    private static partial Regex Dotted();

    /// <summary>Also those without a dot, and those that are called like an activity.</summary>
    [GeneratedRegex("""(?:new RunError\(|_ => new\()\s*"([a-z.-]+)",""")]
    private static partial Regex Raised();

    [GeneratedRegex("""NotFound\("([a-z-]+)",""")]
    private static partial Regex Missing();
}
