using System.Text.Json;
using System.Text.Json.Serialization;

namespace Runbooks.Activities;

[JsonConverter(typeof(JsonStringEnumConverter<TargetKind>))]
public enum TargetKind
{
    [JsonStringEnumMemberName("vm")] Vm,
    [JsonStringEnumMemberName("host")] Host,

    /// <summary>A VM that is to be made: its id is <c>new:{connection}/{name}</c>, so that nobody else makes one of that name meanwhile.</summary>
    [JsonStringEnumMemberName("new-vm")] NewVm,

    /// <summary>The backups of a VM, which may be gone: the id is <c>backups:{connection}/{stable identity of the VM}</c>.</summary>
    [JsonStringEnumMemberName("backed-up-vm")] BackedUpVm,
}

/// <summary>What a unit works on, as recorded in the history when the step's targets were chosen.</summary>
/// <param name="Id">The stable identity of the platform (<c>libvirt:{domain uuid}</c>), the same through every connection.</param>
/// <param name="Where">The bound selector that chose it; evaluated again at the moment of acting.</param>
/// <param name="Host">The name of the host that was chosen for a VM that is to be made.</param>
public sealed record Target(
    string Id,
    string Name,
    TargetKind Kind,
    string Connection,
    string? Cluster = null,
    string? Where = null,
    string? Host = null);

/// <summary>The targets of a step, chosen once.</summary>
/// <param name="ClusterSizes">How many objects of the kind each cluster of a target has, for limits by share.</param>
/// <param name="Considered">What was looked at and why it was not chosen, for the step's output.</param>
/// <param name="EmptyOutcome">The outcome where there is no target; <c>done</c> unless the activity declares another.</param>
public sealed record TargetSelection(
    IReadOnlyList<Target> Targets,
    IReadOnlyDictionary<string, int> ClusterSizes,
    JsonElement? Considered = null,
    string EmptyOutcome = "done");

/// <summary>The common input of activities that are told their targets.</summary>
public record TargetsInput
{
    /// <summary>VMs or hosts: what a find step gave, ids, names where unique, or a selector.</summary>
    [Format(Formats.Targets)]
    public required JsonElement Targets { get; init; }

    /// <summary>Only targets of this connection.</summary>
    [Format(Formats.Connection)]
    public string? Connection { get; init; }
}

/// <summary>The output of every step over targets. An activity that says more inherits it: its further lists are joined from those of its
/// units (<see cref="ActivityResult.Done"/>).</summary>
public record TargetsOutput(
    IReadOnlyList<TargetReport> Succeeded,
    IReadOnlyList<TargetReport> Failed,
    IReadOnlyList<TargetReport> Skipped,
    JsonElement? Considered = null);

public sealed record TargetReport(string Id, string Name, string? Message);

/// <summary>What an activity would change on one target, in one sentence.</summary>
public sealed record PlannedChange(string Summary, string Before, string After);
