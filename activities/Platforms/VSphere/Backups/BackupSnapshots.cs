using Runbooks.Activities.Platforms.VSphere.Operations;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Reading;

namespace Runbooks.Activities.Platforms.VSphere.Backups;

/// <summary>The snapshot that a copy is cloned from, and that goes when the copy is there.</summary>
internal sealed class BackupSnapshots(VSphereCalls calls)
{
    /// <summary>vCenter ignores the wish where it cannot be fulfilled, so it has to be known beforehand.</summary>
    public static bool CanQuiesce(ObjectProperties vm) => VmReader.Power(vm) == PowerState.On && vm.Text("guest.toolsRunningStatus") == "guestToolsRunning";

    public async Task<FoundSnapshot?> FindAsync(PlatformOperation.BackUp backUp, CancellationToken cancellation) =>
        SnapshotReader.Read(await calls.ReadAsync(ManagedObject.Vm(backUp.NativeId), cancellation, SnapshotReader.Paths))
            .FirstOrDefault(found => found.Snapshot.Name == BackupImage.NameOf(backUp.Order.Id));

    public Task<ManagedObject> BeginAsync(PlatformOperation.BackUp backUp, bool quiesce, CancellationToken cancellation) => calls.StartAsync(
        "CreateSnapshot_Task",
        ManagedObject.Vm(backUp.NativeId),
        cancellation,
        Vim.Element("name", BackupImage.NameOf(backUp.Order.Id)),
        Vim.Element("description", "A copy is being made of it by Runbooks, which removes it afterwards"),
        Vim.Element("memory", false),
        Vim.Element("quiesce", quiesce));

    /// <summary>A guest that could not hold its file systems is copied as it is, where that was allowed.</summary>
    public async Task AwaitAsync(PlatformOperation.BackUp backUp, ManagedObject task, CancellationToken cancellation)
    {
        try
        {
            await calls.Tasks.UntilOverAsync(task, null, null, cancellation);
        }
        catch (PlatformException error) when (IsOfTheGuest(error) && backUp.Order.AtLeast == Consistency.Crash)
        {
            if (await FindAsync(backUp, cancellation) is null)
                await calls.Tasks.UntilOverAsync(await BeginAsync(backUp, quiesce: false, cancellation), null, null, cancellation);
        }
    }

    /// <summary>What is gone already is as wanted; a task of the VM that another began is waited for.</summary>
    public Task RemoveAsync(PlatformOperation.BackUp backUp, CancellationToken cancellation) => calls.Tasks.UntilAsync(
        async () =>
        {
            if (await FindAsync(backUp, cancellation) is not { } snapshot) return true;
            if (await calls.RunningAsync(ManagedObject.Vm(backUp.NativeId), cancellation, "remove", "removeSnapshot") is not null) return false;
            try
            {
                await calls.Tasks.UntilOverAsync(await RemoveAsync(snapshot, cancellation), null, null, cancellation);
            }
            catch (PlatformException error) when (error.Error == PlatformError.NotFound)
            {
                // Another who awaits the same copy has removed it.
            }

            return false;
        },
        null,
        cancellation);

    private Task<ManagedObject> RemoveAsync(FoundSnapshot snapshot, CancellationToken cancellation) => calls.StartAsync(
        "RemoveSnapshot_Task", snapshot.Reference, cancellation, Vim.Element("removeChildren", false), Vim.Element("consolidate", true));

    /// <summary><c>ApplicationQuiesceFault</c>, <c>FilesystemQuiesceFault</c>.</summary>
    private static bool IsOfTheGuest(PlatformException error) => error.Message.Contains("QuiesceFault", StringComparison.Ordinal);
}
