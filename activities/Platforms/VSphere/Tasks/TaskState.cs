using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Tasks;

/// <summary>A task as vCenter tells of it.</summary>
/// <param name="Kind">How vCenter calls it: <c>VirtualMachine.powerOn</c>.</param>
internal sealed record TaskState(bool IsRunning, bool Succeeded, VimFault? Fault, double? Progress, ManagedObject? Result, string? Kind)
{
    public bool IsOver => Succeeded || Fault is not null;

    /// <summary>How vCenter calls such a task, after its object: <c>HostSystem.enterMaintenanceMode</c>.</summary>
    public const string EnterMaintenance = "enterMaintenanceMode";

    public bool IsEnteringMaintenance => !IsOver && Kind?.EndsWith("." + EnterMaintenance, StringComparison.Ordinal) == true;

    public static readonly string[] Paths = ["info"];

    public static TaskState Parse(ObjectProperties task)
    {
        var info = task.Value("info") ?? throw Vim.Unexpected("a task without information");
        var state = info.Text("state");
        VimFault? fault = null;
        if (state == "error") fault = info.Child("error") is { } error ? VimFault.OfTask(error) : new VimFault("RuntimeFault", "The task failed; vCenter does not say why");
        return new TaskState(
            state == "running",
            state == "success",
            fault,
            Vim.AsInt(info.Text("progress")) / 100.0,
            info.Child("result") is { } result && result.Attribute("type") is not null ? result.AsReference() : null,
            info.Text("descriptionId"));
    }
}
