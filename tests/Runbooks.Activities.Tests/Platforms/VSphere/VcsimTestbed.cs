using System.Globalization;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.VSphere;
using Runbooks.Lab.Vcsim;

namespace Runbooks.Activities.Tests.Platforms.VSphere;

/// <summary>A vCenter simulator, made anew for each test.</summary>
internal sealed class VcsimTestbed(VcsimLab lab) : PlatformTestbed, IFaultInjector
{
    private const string Prefix = "runbooks-backup-";

    public override string Platform => "vsphere";

    public override string Vm => lab.Announced.Vm;

    public override string UnknownVm => "vm-999999";

    public override string? DeafVm => lab.Announced.Deaf;

    public override IFaultInjector? Faults => this;

    public IReadOnlySet<PlatformFault> Injectable { get; } = Enum.GetValues<PlatformFault>().ToHashSet();

    public VcsimLab Lab => lab;

    public static async Task<VcsimTestbed> OpenAsync()
    {
        VcsimLab.IsNeeded();
        return new VcsimTestbed(await VcsimLab.StartAsync());
    }

    public VSphereSettings Settings { get; } = new()
    {
        Url = lab.Announced.Address, UserName = lab.Announced.User, Thumbprint = lab.Announced.Thumbprint,
    };

    public override IPlatform Connect() => Connect(Settings);

    public IPlatform Connect(VSphereSettings settings, string? password = null) =>
        new VSpherePlatform(settings.Checked(), password ?? lab.Announced.Password, TimeProvider.System);

    public override async Task<int?> CountEffectsAsync(PlatformOperation operation)
    {
        var method = operation switch
        {
            PlatformOperation.PowerOn => "PowerOnVM_Task",
            PlatformOperation.PowerOff => "PowerOffVM_Task",
            PlatformOperation.Shutdown => "ShutdownGuest",
            PlatformOperation.Restart => "RebootGuest",
            PlatformOperation.Reset => "ResetVM_Task",
            PlatformOperation.Suspend => "SuspendVM_Task",
            PlatformOperation.CreateSnapshot => "CreateSnapshot_Task",
            PlatformOperation.RevertSnapshot => "RevertToSnapshot_Task",
            PlatformOperation.RemoveSnapshot => "RemoveSnapshot_Task",
            PlatformOperation.Provision => "CloneVM_Task",
            PlatformOperation.Delete => "Destroy_Task",
            PlatformOperation.Resize => "ReconfigVM_Task",
            PlatformOperation.Migrate => "RelocateVM_Task",
            PlatformOperation.BackUp => "CloneVM_Task",
            PlatformOperation.EnterMaintenance => "EnterMaintenanceMode_Task",
            _ => null,
        };
        if (method is null) return null;
        var target = operation is PlatformOperation.Provision provision ? provision.Order.Source : operation.NativeId;
        // What was asked of a guest happens a moment later, and nobody says when.
        if (operation is PlatformOperation.Restart) await PassAsync(TimeSpan.FromMilliseconds(500));
        return int.Parse(await lab.ControlAsync("effects", ("method", method), ("vm", target)), CultureInfo.InvariantCulture);
    }

    public override string Repository => "LocalDS_1";

    public override Task<string?> RepositoryBesideTheVmAsync() => Task.FromResult<string?>("LocalDS_0");

    public override async Task<IReadOnlyList<string>?> ListBackupsAsync()
    {
        var names = await lab.ControlAsync("templates", ("prefix", Prefix));
        return [.. names.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(name => name[Prefix.Length..])];
    }

    public override async Task<bool> DamageBackupAsync(BackupCopy copy)
    {
        await lab.ControlAsync("damage", ("name", Prefix + copy.Id));
        return true;
    }

    public Task InjectAsync(PlatformFault fault, string vm) => lab.ControlAsync("fault", ("name", NameOf(fault)), ("vm", vm));

    public Task MendAsync(PlatformFault fault) => lab.ControlAsync("mend", ("name", NameOf(fault)));

    public override ValueTask DisposeAsync() => lab.DisposeAsync();

    private static string NameOf(PlatformFault fault) => fault switch
    {
        PlatformFault.Unreachable => "unreachable",
        PlatformFault.Unauthorised => "unauthorised",
        PlatformFault.Busy => "busy",
        PlatformFault.VmDeleted => "vm-deleted",
        PlatformFault.HostGone => "host-gone",
        _ => "no-capacity",
    };
}
