using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Session;

namespace Runbooks.Activities.Platforms.VSphere.Reading;

/// <summary>Hears of changes as vCenter's property collector tells them. A collector of its own: those who wait on one collector
/// end each other's waits.</summary>
internal sealed class ChangeFeed(SessionKeeper sessions)
{
    private static readonly IReadOnlyList<PropertyQuery> Watched =
    [
        new("VirtualMachine", "name", "config.template", "config.hardware.numCPU", "config.hardware.memoryMB", "runtime.powerState",
            "runtime.connectionState", "runtime.host", "guest.ipAddress", "guest.toolsRunningStatus", "customValue"),
        new("HostSystem", "name", "runtime.connectionState", "runtime.inMaintenanceMode"),
    ];

    private OpenSession? _session;
    private ManagedObject _collector;
    private string _version = "";

    /// <summary>Waits for changes; none may come of a wait.</summary>
    public Task<IReadOnlyList<InventoryChange>> NextAsync(CancellationToken cancellation) => sessions.UseAsync(
        async session =>
        {
            if (_session != session) return await OpenAsync(session, cancellation);
            try
            {
                return await WaitAsync(session, cancellation);
            }
            catch (VimFaultException error) when (error.Fault.Type == "ManagedObjectNotFound")
            {
                return await OpenAsync(session, cancellation);
            }
        },
        cancellation);

    public async Task CloseAsync()
    {
        if (_session is { } session) await PropertyReader.CloseAsync(session, "DestroyPropertyCollector", _collector);
    }

    /// <summary>What changed before a session was lost and after it is not told: then everything is to be read again.</summary>
    private async Task<IReadOnlyList<InventoryChange>> OpenAsync(OpenSession session, CancellationToken cancellation)
    {
        var isFirst = _session is null;
        var view = await PropertyReader.OpenViewAsync(session, Watched, cancellation);
        _collector = await session.GetAsync("CreatePropertyCollector", session.Content.PropertyCollector, cancellation);
        await session.CallAsync(
            "CreateFilter", _collector, cancellation, PropertyQuery.FilterOfView("spec", view, Watched), Vim.Element("partialUpdates", "false"));
        (_session, _version) = (session, "");
        // The first answers say how everything is.
        while (await UpdatesAsync(session, cancellation) is { } state && Vim.AsBool(state.Text("truncated")) == true)
        {
        }

        return isFirst ? [] : [new InventoryChange(null, "reconnected")];
    }

    private async Task<IReadOnlyList<InventoryChange>> WaitAsync(OpenSession session, CancellationToken cancellation)
    {
        var updates = await UpdatesAsync(session, cancellation);
        return [.. updates?.Children("filterSet").SelectMany(set => set.Children("objectSet")).Select(ToChange) ?? []];
    }

    private async Task<XElement?> UpdatesAsync(OpenSession session, CancellationToken cancellation)
    {
        var options = Vim.Element(
            "options", Vim.Element("maxWaitSeconds", (int)Limits.WaitForUpdates.TotalSeconds), Vim.Element("maxObjectUpdates", Limits.PageSize));
        var response = await session.CallAsync(
            "WaitForUpdatesEx", _collector, Limits.WaitForUpdates + Limits.Call, cancellation, Vim.Element("version", _version), options);
        var updates = response.Child("returnval");
        _version = updates?.Text("version") ?? _version;
        return updates;
    }

    private static InventoryChange ToChange(XElement update)
    {
        var target = update.Child("obj")?.AsReference();
        var what = update.Text("kind") switch
        {
            "enter" => "added",
            "leave" => "removed",
            _ => string.Join(", ", update.Children("changeSet").Select(change => change.Text("name")?.Split('.')[^1]).Distinct()),
        };
        return new InventoryChange(target is { Type: "VirtualMachine" } vm ? vm.Value : null, what.Length == 0 ? "changed" : what);
    }
}
