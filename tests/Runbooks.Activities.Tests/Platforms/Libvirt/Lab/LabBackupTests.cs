using System.Collections.Immutable;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt;
using Runbooks.Lab.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Lab;

/// <summary>Copies of a real guest with a guest agent, looked at by QEMU's own tools.</summary>
[Collection(LibvirtLab.Collection)]
public sealed class LabBackupTests : IAsyncLifetime
{
    private const string Guest = "shop", Restored = "shop-restored", Pool = "backups";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private LibvirtPlatform _platform = null!;
    private string _uri = "", _vm = "";
    private int _keys;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        LibvirtLab.IsNeeded();
        await LibvirtLab.RunAsync("forget", Restored);
        await LibvirtLab.RunAsync("scenario", "backup");
        _uri = await LibvirtLab.UriAsync("host-a");
        _vm = await LibvirtLab.VirshAsync(_uri, "domuuid", Guest);
        await LibvirtLab.RemoveCopiesAsync("host-a", Pool, "lab-");
        _platform = new LibvirtPlatform(LabSettings.Of(_uri) with { BackupPool = Pool }, TimeProvider.System, new Peers());
        await UntilAsync(async () => (await SeeAsync(_vm)).GuestAnswers == true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_platform is null) return;
        await _platform.DisposeAsync();
        await LibvirtLab.RunAsync("forget", Restored);
        if ((await LibvirtLab.VirshAsync(_uri, "domstate", Guest)) == "running") await LibvirtLab.VirshAsync(_uri, "destroy", Guest);
    }

    [Fact]
    public async Task BackUp_Chain_IsWhatTheDiskIsByQemusOwnTools()
    {
        await LibvirtLab.RunAsync("tell", Guest, "mark", "first");
        var full = await BackUpAsync("lab-1", null);
        await LibvirtLab.RunAsync("tell", Guest, "mark", "second");
        await LibvirtLab.VirshAsync(_uri, "suspend", Guest);

        var incremental = await BackUpAsync("lab-2", full);

        await LibvirtLab.RunAsync("copy-is-sound", "lab-1.vda.qcow2");
        await LibvirtLab.RunAsync("copy-is-sound", "lab-2.vda.qcow2", Guest);
        Assert.Equal((BackupKind.Full, BackupKind.Incremental), (full.Kind, incremental.Kind));
        Assert.True(incremental.Bytes < full.Bytes, $"{incremental.Bytes} bytes changed of {full.Bytes}");
        Assert.Equal("lab-2", await LibvirtLab.VirshAsync(_uri, "checkpoint-list", Guest, "--name"));
    }

    [Fact]
    public async Task BackUp_GuestWithAgent_HoldsItsFileSystemsForAMoment()
    {
        Assert.Equal(Consistency.Filesystem, (await BackUpAsync("lab-1", null)).Consistency);
        // One that is still held would not answer.
        await LibvirtLab.RunAsync("tell", Guest, "mark", "after");
    }

    [Fact]
    public async Task BackUp_MoreConsistencyThanTheGuestHas_IsConflictAndLeavesNothing()
    {
        var order = new BackupOrder("lab-1", BackupKind.Full, null, null, AtLeast: Consistency.Application);
        var error = await Assert.ThrowsAsync<PlatformException>(() => OperateAsync(new PlatformOperation.BackUp(_vm, order)));
        Assert.Equal(PlatformError.Conflict, error.Error);
        Assert.Empty(await LibvirtLab.CopiesAsync("host-a", Pool, "lab-"));
        await LibvirtLab.RunAsync("tell", Guest, "mark", "after");
    }

    [Fact]
    public async Task BackUp_VmThatIsOff_IsFullAndComesBackWithItsData()
    {
        await LibvirtLab.RunAsync("tell", Guest, "mark", "kept");
        var first = await BackUpAsync("lab-1", null);
        await OperateAsync(new PlatformOperation.PowerOff(_vm));

        var off = await BackUpAsync("lab-2", first);

        Assert.Equal((BackupKind.Full, Consistency.Crash), (off.Kind, off.Consistency));
        await LibvirtLab.RunAsync("copy-is-sound", "lab-2.vda.qcow2", Guest);
        var order = new RestoreOrder(
            new BackupCopy("lab-2", null, off.Location), null, Restored, null, null, null, ImmutableSortedDictionary<string, string>.Empty);
        var made = ActivityJson.Read<Provisioned>((await OperateAsync(new PlatformOperation.Restore(order)))!.Value).NativeId;
        await OperateAsync(new PlatformOperation.PowerOn(made));
        await UntilAsync(async () => (await SeeAsync(made)).GuestAnswers == true);
        Assert.Contains("GUEST marker kept", await File.ReadAllTextAsync(await LibvirtLab.LogAsync(Restored), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revert_AfterABackup_TheNextIsFull()
    {
        var full = await BackUpAsync("lab-1", null);
        await OperateAsync(new PlatformOperation.CreateSnapshot(_vm, "before", Memory: true));
        await OperateAsync(new PlatformOperation.RevertSnapshot(_vm, "before"));
        await OperateAsync(new PlatformOperation.RemoveSnapshot(_vm, "before"));
        Assert.Equal(BackupKind.Full, (await BackUpAsync("lab-2", full)).Kind);
    }

    [Fact]
    public async Task Cancel_OnItsWay_LeavesNothingAndTheNextIsWhole()
    {
        await SwellAsync();
        var operation = new PlatformOperation.BackUp(_vm, new BackupOrder("lab-1", BackupKind.Full, null, null));
        var handle = await _platform.StartAsync(operation, "key", Cancellation);
        await _platform.CancelAsync(handle, Cancellation);
        var error = await Assert.ThrowsAsync<PlatformException>(() => _platform.AwaitAsync(operation, handle, null, Cancellation).WaitAsync(Patience, Cancellation));
        Assert.Equal(PlatformError.Interrupted, error.Error);
        Assert.Empty(await LibvirtLab.CopiesAsync("host-a", Pool, "lab-"));
        Assert.Empty(await LibvirtLab.VirshAsync(_uri, "checkpoint-list", Guest, "--name"));
        Assert.Equal(BackupKind.Full, (await BackUpAsync("lab-1", null)).Kind);
    }

    [Fact]
    public async Task Successor_OnItsWay_FindsItGoingAndMakesItWhole()
    {
        await SwellAsync();
        var operation = new PlatformOperation.BackUp(_vm, new BackupOrder("lab-1", BackupKind.Full, null, null));
        await _platform.StartAsync(operation, "key", Cancellation);
        await using var successor = new LibvirtPlatform(LabSettings.Of(_uri) with { BackupPool = Pool }, TimeProvider.System, new Peers());
        Assert.DoesNotContain("lab-1.manifest.json", await LibvirtLab.CopiesAsync("host-a", Pool, "lab-"));
        var found = Assert.IsType<Sighting.Found>(await successor.FindAsync(operation, "key", Cancellation));
        var shares = new List<double>();
        await successor.AwaitAsync(operation, found.Handle, new Listener(shares.Add), Cancellation).WaitAsync(Patience, Cancellation);
        Assert.True(shares.Distinct().Count() > 1, $"reported {string.Join(' ', shares)}");
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        await LibvirtLab.RunAsync("copy-is-sound", "lab-1.vda.qcow2");
        Assert.Contains("lab-1.manifest.json", await LibvirtLab.CopiesAsync("host-a", Pool, "lab-"));
    }

    /// <summary>So that a copy takes seconds.</summary>
    private async Task SwellAsync()
    {
        await LibvirtLab.VirshAsync(_uri, "destroy", Guest);
        await LibvirtLab.RunAsync("swell", Guest, "1500");
        await LibvirtLab.VirshAsync(_uri, "start", Guest);
        await UntilAsync(async () => (await SeeAsync(_vm)).GuestAnswers == true);
    }

    private async Task<BackedUp> BackUpAsync(string id, BackedUp? parent)
    {
        var under = parent is null ? null : new BackupCopy(parent.Location!.Split('/')[1], null, parent.Location);
        var order = new BackupOrder(id, under is null ? BackupKind.Full : BackupKind.Incremental, under, null);
        return ActivityJson.Read<BackedUp>((await OperateAsync(new PlatformOperation.BackUp(_vm, order)))!.Value);
    }

    private async Task<System.Text.Json.JsonElement?> OperateAsync(PlatformOperation operation)
    {
        var handle = await _platform.StartAsync(operation, $"lab/{_vm}/{Interlocked.Increment(ref _keys)}/{Guid.NewGuid()}", Cancellation);
        return await _platform.AwaitAsync(operation, handle, null, Cancellation).WaitAsync(Patience, Cancellation);
    }

    private async Task<VirtualMachine> SeeAsync(string vm) => (await _platform.GetVirtualMachineAsync(vm, Cancellation))!;

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 120; tries++)
        {
            if (await holds()) return;
            await Task.Delay(500, Cancellation);
        }

        throw new TimeoutException("It did not come to that within a minute.");
    }

    private sealed class Listener(Action<double> hear) : IProgress<double>
    {
        public void Report(double value) => hear(value);
    }
}
