using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Operations;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>Copies of VMs into a storage pool. libvirt's job goes on when this process dies; whoever awaits it reads the copy back when
/// the job is over, and writes the manifest, which makes a copy of it.</summary>
internal sealed class BackingUp(LibvirtConnection reads, LongCalls longCalls, Waiting waiting, TimeProvider time, string? standard) : IOperations
{
    private enum State
    {
        Whole,
        Running,

        /// <summary>Its data is there, and was not read back.</summary>
        Copied,
        Failed,
        Cancelled,

        /// <summary>Nothing is at work on it, and nothing tells how far it came.</summary>
        Nothing,
    }

    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.BackUp ? OperationKind.Keyed : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var backUp = (PlatformOperation.BackUp)operation;
        var handle = TaskHandle.Of(operation, backUp.Order.Id);
        // The copy's id, not the key, is what there is one of.
        await longCalls.BeginAsync(handle, backUp.Order.Id, open => Begin(open, backUp), cancellation);
        return handle;
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var backUp = (PlatformOperation.BackUp)operation;
        var seen = await LookAsync(backUp, cancellation);
        return seen.State is State.Whole or State.Running or State.Copied
            ? new Sighting.Found(TaskHandle.Of(operation, backUp.Order.Id))
            : new Sighting.NotStarted();
    }

    /// <summary>With its result.</summary>
    public Task AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation) => Task.CompletedTask;

    public async Task<JsonElement?> ResultAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var backUp = (PlatformOperation.BackUp)operation;
        for (var begunAgain = false; ;)
        {
            var seen = await waiting.OutlastAsync(() => LookAsync(backUp, cancellation), cancellation);
            switch (seen.State)
            {
                case State.Whole:
                    return ActivityJson.Write(seen.Made!.ToResult(seen.Repository));
                case State.Running:
                    // Half of the way: it is read back afterwards.
                    progress?.Report(seen.Share / 2);
                    await waiting.PauseAsync(cancellation);
                    break;
                case State.Copied:
                    await CallAsync($"{TaskHandle.Of(operation, backUp.Order.Id)}:end", backUp, open => Finish(open, backUp, progress), cancellation);
                    break;
                case State.Nothing when !begunAgain:
                    begunAgain = true;
                    await CallAsync(TaskHandle.Of(operation, backUp.Order.Id), backUp, open => Begin(open, backUp), cancellation);
                    break;
                default:
                    await CallAsync($"{TaskHandle.Of(operation, backUp.Order.Id)}:clean", backUp, open => Clean(open, backUp), cancellation);
                    throw Ended(seen);
            }
        }
    }

    /// <summary>What was copied until then is no copy.</summary>
    public Task CancelAsync(string vm, CancellationToken cancellation) => reads.CallAsync(
        open =>
        {
            using var domain = VirtHandle.OrNull(() => open.Lookup(vm));
            if (domain is null) return true;
            if (domain.RuntimeId is null)
                throw new PlatformException(PlatformError.Unsupported, "copying the disks of a VM that is off cannot be stopped; it goes on");
            if (Job(domain.GetJob) is { IsBackup: true, Runs: true }) Abort(domain);
            return true;
        },
        Limits.Call,
        cancellation);

    private static void Abort(DomainHandle domain)
    {
        try
        {
            domain.AbortJob();
        }
        catch (PlatformException error) when (error.Error == PlatformError.Conflict && Job(domain.GetJob) is not { IsBackup: true, Runs: true })
        {
            // It ended in the meantime.
        }
    }

    private async Task CallAsync(string handle, PlatformOperation.BackUp backUp, Action<ConnectHandle> call, CancellationToken cancellation)
    {
        if (await longCalls.BeginAsync(handle, backUp.Order.Id, call, cancellation)) return;
        try
        {
            if (longCalls.Find(handle) is { } going) await going.WaitAsync(cancellation);
        }
        finally
        {
            if (longCalls.Find(handle)?.IsCompleted == true) longCalls.Forget(handle);
        }
    }

    private static PlatformException Ended(Seen seen) => seen.State == State.Failed
        ? new PlatformException(LibvirtError.Classify(0, 0, seen.Problem ?? ""), $"the copy failed: {seen.Problem ?? "libvirt does not say why"}. Its remains were removed")
        : new PlatformException(PlatformError.Interrupted, seen.State == State.Cancelled
            ? "the copy was cancelled, and its remains were removed"
            : "the copy was cut short twice, and its remains were removed; look whether libvirtd or the VM was restarted under it, and try again");

    private Task<Seen> LookAsync(PlatformOperation.BackUp backUp, CancellationToken cancellation) =>
        reads.CallAsync(open => Look(open, backUp), Limits.Call, cancellation);

    private Seen Look(ConnectHandle open, PlatformOperation.BackUp backUp)
    {
        using var domain = open.Lookup(backUp.NativeId);
        using var repository = Repository.Open(open, backUp.Order.Copy, standard, PlatformError.NotFound, refresh: false);
        if (repository.Find(backUp.Order.Id) is { } whole) return new Seen(State.Whole, repository.Name, Made: whole);
        if (repository.Begun(backUp.Order.Id) is null) return new Seen(State.Nothing, repository.Name);
        if (Job(domain.GetJob) is { IsBackup: true, Runs: true } job && IsOurs(domain, repository, backUp.Order.Id))
            return new Seen(State.Running, repository.Name, job.Share);
        // What ended was it only where it was begun; and where it was not a job, its disks are all there.
        if (repository.Runs(backUp.Order.Id) is not { } begun) return new Seen(State.Nothing, repository.Name);
        if (!begun.ByJob) return new Seen(State.Copied, repository.Name);
        return Job(domain.GetEndedJob) switch
        {
            { IsBackup: true, Succeeded: true } => new Seen(State.Copied, repository.Name),
            { IsBackup: true, WasCancelled: true } => new Seen(State.Cancelled, repository.Name),
            { IsBackup: true } failed => new Seen(State.Failed, repository.Name, Problem: failed.Problem),
            _ => new Seen(State.Nothing, repository.Name),
        };
    }

    /// <summary>Between the beginning of the job and its record, its checkpoint tells.</summary>
    private static bool IsOurs(DomainHandle domain, Repository repository, string id)
    {
        if (repository.Runs(id) is not null) return true;
        using var checkpoint = VirtHandle.OrNull(() => domain.LookupCheckpoint(id));
        return checkpoint is not null;
    }

    /// <summary>A VM that is off has no jobs.</summary>
    private static DomainJob? Job(Func<DomainJob> read)
    {
        try
        {
            return read();
        }
        catch (PlatformException error) when (error.Error == PlatformError.Conflict)
        {
            return null;
        }
    }

    private void Begin(ConnectHandle open, PlatformOperation.BackUp backUp)
    {
        using var domain = open.Lookup(backUp.NativeId);
        using var repository = Repository.Open(open, backUp.Order.Copy, standard, PlatformError.NotFound);
        if (repository.Find(backUp.Order.Id) is { } whole)
        {
            if (whole.Vm != domain.GetUuid()) throw new PlatformException(PlatformError.Conflict, $"the copy '{whole.Id}' is of another VM, {whole.Name}");
            return;
        }

        var seen = Look(open, backUp);
        if (seen.State is State.Running or State.Copied) return;
        if (Job(domain.GetJob) is { Runs: true }) throw new PlatformException(PlatformError.Busy, "another job is at work on the VM; try again later");
        new CopyBeginning(open, repository, domain, backUp.Order, time.GetUtcNow()).Begin();
    }

    private void Finish(ConnectHandle open, PlatformOperation.BackUp backUp, IProgress<double>? progress)
    {
        using var domain = open.Lookup(backUp.NativeId);
        using var repository = Repository.Open(open, backUp.Order.Copy, standard, PlatformError.NotFound);
        if (repository.Runs(backUp.Order.Id) is not { } copied) return;
        var (all, before) = (Math.Max(1, copied.Disks.Sum(disk => disk.Capacity)), 0L);
        var disks = copied.Disks.ToBuilder();
        for (var i = 0; i < disks.Count; i++)
        {
            using var volume = repository.Volume(disks[i].Volume)
                ?? throw new PlatformException(PlatformError.Interrupted, $"{disks[i].Volume} was removed before the copy was whole");
            var (bytes, hash, _) = CopyReading.Read(open, volume, read => progress?.Report(0.5 + (Math.Min(1, (double)(before + read) / all) / 2)));
            before += disks[i].Capacity;
            disks[i] = disks[i] with { Bytes = bytes, Sha256 = hash };
        }

        repository.WriteWhole(copied with { Disks = disks.ToImmutable() });
        Checkpoints.Forget(domain, checkpoint => checkpoint.Name != copied.Id && BackupXml.IsOf(checkpoint.GetXml(), repository.Name));
    }

    private void Clean(ConnectHandle open, PlatformOperation.BackUp backUp)
    {
        using var repository = Repository.Open(open, backUp.Order.Copy, standard, PlatformError.NotFound);
        if (repository.Find(backUp.Order.Id) is not null) return;
        repository.Remove(backUp.Order.Id);
        using var domain = VirtHandle.OrNull(() => open.Lookup(backUp.NativeId));
        if (domain is not null) Checkpoints.Forget(domain, checkpoint => checkpoint.Name == backUp.Order.Id);
    }

    private sealed record Seen(State State, string Repository, double Share = 0, Manifest? Made = null, string? Problem = null);
}
