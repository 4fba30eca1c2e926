using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.OpenStack.Compute;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>Disables a host's compute service, which then takes no servers, and enables it again.</summary>
internal sealed class MaintenanceOperation(Actions actions) : IOperations
{
    private const string Reason = "maintenance, by Runbooks";

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var hypervisor = await actions.Nova.HypervisorAsync(operation.NativeId, cancellation);
        if (!IsReached(operation, hypervisor))
        {
            object change = operation is PlatformOperation.EnterMaintenance ? new { status = "disabled", disabled_reason = Reason } : new { status = "enabled" };
            await actions.Nova.ChangeServiceAsync(hypervisor.Service.Id, change, cancellation);
        }

        return actions.Handle(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        IsReached(operation, await actions.Nova.HypervisorAsync(operation.NativeId, cancellation))
            ? new Sighting.Found(actions.Handle(operation))
            : new Sighting.NotStarted();

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await actions.Waiting.UntilAsync(
            async () =>
            {
                var hypervisor = await actions.Nova.HypervisorAsync(handle.Target, cancellation);
                if (IsReached(operation, hypervisor)) return true;
                return actions.Waiting.IsOver(Limits.Settle, handle)
                    ? throw Waiting.Interrupted(operation, $"the compute service of {hypervisor.Service.Host} is {hypervisor.Status}")
                    : false;
            },
            cancellation);
        return null;
    }

    private static bool IsReached(PlatformOperation operation, Hypervisor hypervisor) =>
        hypervisor.Status == (operation is PlatformOperation.EnterMaintenance ? "disabled" : "enabled");
}
