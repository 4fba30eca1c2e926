using Runbooks.Activities.Compute;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Backup;

/// <summary>The backups of one VM being worked on; the VM itself may be gone.</summary>
internal sealed record BackupWork(FleetObject Seen, ActivityContext Context)
{
    /// <param name="did">What did not happen if this fails: <c>the backup bk-1 was not read</c>.</param>
    /// <exception cref="ActivityFailure">The platform refused; has the platform's code.</exception>
    public async Task<OperationEnd> OperateAsync(PlatformOperation operation, string did, CancellationToken cancellation)
    {
        try
        {
            return await Context.OperateAsync(operation, limit: null, cancellation);
        }
        catch (PlatformException error)
        {
            throw Failure(error, did);
        }
    }

    public async Task<T> ReadAsync<T>(Func<IPlatformReader, Task<T>> read, string did)
    {
        try
        {
            return await read(Context.Platform);
        }
        catch (PlatformException error)
        {
            throw Failure(error, did);
        }
    }

    /// <summary>Whether it may have happened all the same.</summary>
    public static bool IsUncertain(ActivityFailure failure) =>
        failure.EffectUnknown || failure.Code is "platform.unreachable" or "platform.timeout" or "platform.interrupted" or "step.interrupted";

    private ActivityFailure Failure(PlatformException error, string did) => new(
        error.Code,
        $"{Seen.Name}: {did}. {Seen.Platform}: `{error.Message}` Next: {PlatformAdvice.Next(error.Error, Seen.Connection)}.",
        error.Retryable,
        error.RetryAfter);
}
