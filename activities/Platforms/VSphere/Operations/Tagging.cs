using System.Collections.Immutable;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Reading;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>Writes custom attributes; those that vCenter does not know yet are defined for VMs.</summary>
internal sealed class Tagging(VSphereCalls calls) : ConvergentOperations(calls)
{
    protected override string[] Kinds => [];

    protected override bool Handles(PlatformOperation operation) => operation is PlatformOperation.SetTags;

    protected override async Task<bool> IsDoneAsync(PlatformOperation operation, CancellationToken cancellation)
    {
        var wanted = ((PlatformOperation.SetTags)operation).Tags;
        var (tags, _) = await ReadAsync(operation.NativeId, cancellation);
        return wanted.All(tag => (tags.GetValueOrDefault(tag.Key) ?? "") == (tag.Value ?? ""));
    }

    protected override async Task<ManagedObject?> BeginAsync(PlatformOperation operation, CancellationToken cancellation)
    {
        await SetAsync(operation.NativeId, ((PlatformOperation.SetTags)operation).Tags, cancellation);
        return null;
    }

    /// <summary>Sets what differs. Repeating it changes nothing more.</summary>
    public async Task SetAsync(string vm, ImmutableSortedDictionary<string, string?> wanted, CancellationToken cancellation)
    {
        var manager = await Calls.UseAsync(session => Task.FromResult(session.Content.CustomFields), cancellation)
            ?? throw new PlatformException(PlatformError.Unsupported, "an ESXi host without a vCenter has no custom attributes");
        var (tags, attributes) = await ReadAsync(vm, cancellation);
        foreach (var (name, value) in wanted)
        {
            if ((tags.GetValueOrDefault(name) ?? "") == (value ?? "")) continue;
            var key = attributes.KeyOf(name) ?? await DefineAsync(manager, name, cancellation);
            await Calls.CallAsync(
                "SetField", manager, cancellation,
                Vim.Reference("entity", ManagedObject.Vm(vm)), Vim.Element("key", key), Vim.Element("value", value ?? ""));
        }
    }

    private async Task<string> DefineAsync(ManagedObject manager, string name, CancellationToken cancellation)
    {
        try
        {
            return await Calls.UseAsync(
                async session => (await session.CallAsync(
                        "AddCustomFieldDef", manager, cancellation, Vim.Element("name", name), Vim.Element("moType", "VirtualMachine")))
                    .Child("returnval")?.Text("key") ?? throw Vim.Unexpected("no key to a custom attribute"),
                cancellation);
        }
        catch (PlatformException error) when (error.Error == PlatformError.Conflict)
        {
            // Somebody else has just defined it.
            var attributes = await Calls.UseAsync(session => CustomAttributes.ReadAsync(session, cancellation), cancellation);
            if (attributes.KeyOf(name) is { } key) return key;
            throw;
        }
    }

    private async Task<(ImmutableSortedDictionary<string, string> Tags, CustomAttributes Attributes)> ReadAsync(string id, CancellationToken cancellation)
    {
        var attributes = await Calls.UseAsync(session => CustomAttributes.ReadAsync(session, cancellation), cancellation);
        ObjectProperties vm = await Calls.ReadAsync(ManagedObject.Vm(id), cancellation, "customValue");
        return (attributes.Of(vm), attributes);
    }
}
