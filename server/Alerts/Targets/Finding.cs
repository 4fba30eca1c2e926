using System.Text.Json;
using System.Text.Json.Serialization;

namespace Runbooks.Server.Alerts.Targets;

/// <summary>What an alert is about, found once, when it first came.</summary>
/// <param name="Target">The VM or host; null where its labels lead to none, or to several.</param>
/// <param name="TargetNote">How it was found, or why not.</param>
/// <param name="CausedBy">The run that changes the target, or just did: automation's own work.</param>
/// <param name="CausedByNote">Why it is put down to it.</param>
internal sealed record Finding(AlertTarget? Target, string TargetNote, string? CausedBy = null, string? CausedByNote = null)
{
    public static Finding? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<Finding>(json, JsonSerializerOptions.Web);

    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}

/// <summary>The VM or host that an alert is about, as the inputs of a rule see it: <c>target</c>.</summary>
/// <param name="Kind">vm or host.</param>
/// <param name="Host">Of a VM: the host that it is on.</param>
internal sealed record AlertTarget(string Kind, string Id, string Name, string Connection, string Platform, string? Cluster, string? Host)
{
    public const string Vm = "vm";

    /// <summary>What it shares a fate with: its cluster, or where there is none, its connection.</summary>
    [JsonIgnore]
    public string Neighbourhood => Cluster ?? Connection;
}
