using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>Knows clones again by the key in their configuration.</summary>
internal sealed class KeyedClones(VSphereCalls calls)
{
    /// <summary>The VM that was made with this key, if it is there.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.Conflict"/>: another VM has the name.</exception>
    public async Task<ManagedObject?> LookAsync(string name, ManagedObject folder, string key, CancellationToken cancellation)
    {
        if (await NamedAsync(name, folder, cancellation) is not { } named) return null;
        // While it is being made, vCenter shows it without a configuration.
        if (await calls.FindAsync(named, cancellation, "config.instanceUuid", "config.extraConfig") is not { } vm || vm.Text("config.instanceUuid") is null) return null;
        return vm.Items("config.extraConfig").LastOrDefault(option => option.Text("key") == CloneSpec.KeyName)?.Text("value") == key
            ? named
            : throw new PlatformException(PlatformError.Conflict, $"vCenter has a VM '{name}' already, made by others; give another name");
    }

    /// <summary>Whether it is there, or comes of a clone that runs.</summary>
    public async Task<bool> FindAsync(string name, ManagedObject source, ManagedObject folder, string key, CancellationToken cancellation)
    {
        // While others are cloned from the source as well, a task does not say which it makes; when it is over, the VM does.
        while (await LookAsync(name, folder, key, cancellation) is null)
        {
            if (await calls.RunningAsync(source, cancellation, "clone") is not { } running) return await LookAsync(name, folder, key, cancellation) is not null;
            await calls.Tasks.UntilAsync(async () => await calls.Tasks.ReadAsync(running, cancellation) is null or { IsOver: true }, null, cancellation);
        }

        return true;
    }

    /// <summary>A name is one of its folder: one question, however many VMs there are.</summary>
    public Task<ManagedObject?> NamedAsync(string name, ManagedObject folder, CancellationToken cancellation) => calls.UseAsync(
        async session => (await session.CallAsync(
            "FindChild", session.Content.SearchIndex, cancellation,
            Vim.Reference("entity", folder), Vim.Element("name", ObjectProperties.Escape(name)))).Child("returnval")?.AsReference(),
        cancellation);

    public static ManagedObject FolderOf(ObjectProperties template) => template.Reference("parent")
        ?? throw new PlatformException(PlatformError.Unsupported, $"'{template.Name}' is part of a vApp, which is not cloned from; give a template of a folder");
}
