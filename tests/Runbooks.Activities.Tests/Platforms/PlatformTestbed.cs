using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

/// <summary>A platform with something in it that tests may switch. Made anew for each test.</summary>
public abstract class PlatformTestbed : IAsyncDisposable
{
    /// <summary>How long anything may take on the platform's clock before the test gives up.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The platform's name, with which stable identities begin.</summary>
    public abstract string Platform { get; }

    /// <summary>The native id of the VM that tests switch. It is on at the start of each test and has no snapshots.</summary>
    public abstract string Vm { get; }

    /// <summary>A native id of the right form that no VM has.</summary>
    public virtual string UnknownVm => "00000000-0000-4000-8000-00000000dead";

    /// <summary>The native id of a running VM whose guest ignores a shutdown; null where there is none.</summary>
    public virtual string? DeafVm => null;

    /// <summary>The size of a VM that is made; of a platform with named sizes one that it has.</summary>
    public virtual (int Cpus, long MemoryBytes) NewSize => (1, 1L << 30);

    /// <summary>A size that <see cref="Vm"/> does not have and may get.</summary>
    public virtual (int Cpus, long MemoryBytes) OtherSize => (3, 3L << 30);

    /// <summary>What can be broken here; null where nothing can.</summary>
    public virtual IFaultInjector? Faults => null;

    /// <summary>A new instance from the same settings, as a process makes that has just started. The caller disposes it.</summary>
    public abstract IPlatform Connect();

    /// <summary>Another connection, to a host that takes VMs of the first; null where hosts are of one connection. The caller
    /// disposes it.</summary>
    public virtual IPlatform? ConnectNeighbour() => null;

    /// <summary>How often the platform really carried out the operation on its VM since the test began, by the platform's own
    /// records; a repeat that changed nothing does not count. Null where the platform keeps no such record.</summary>
    public virtual Task<int?> CountEffectsAsync(PlatformOperation operation) => Task.FromResult<int?>(null);

    /// <summary>Where copies of VMs go.</summary>
    public virtual string? Repository => null;

    /// <summary>A repository that would be lost with the storages of <see cref="Vm"/>; null where there can be none.</summary>
    public virtual Task<string?> RepositoryBesideTheVmAsync() => Task.FromResult<string?>(null);

    /// <summary>The ids of all copies, by the platform's own records; null where they cannot be listed.</summary>
    public virtual Task<IReadOnlyList<string>?> ListBackupsAsync() => Task.FromResult<IReadOnlyList<string>?>(null);

    /// <summary>Makes a copy unreadable.</summary>
    /// <returns>False where that cannot be done here.</returns>
    public virtual Task<bool> DamageBackupAsync(BackupCopy copy) => Task.FromResult(false);

    /// <summary>Awaits something that takes time on the platform.</summary>
    public virtual Task<T> EndAsync<T>(Task<T> task) => task.WaitAsync(Patience);

    /// <summary>Lets the platform's time pass.</summary>
    public virtual Task PassAsync(TimeSpan time) => Task.Delay(time);

    public abstract ValueTask DisposeAsync();
}
