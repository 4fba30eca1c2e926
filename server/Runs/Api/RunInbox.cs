using Runbooks.Server.Http;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Runs.Api;

/// <summary>Puts messages of people and programs into runs' inboxes.</summary>
internal sealed class RunInbox(IRunStore store, IRunRouter router, TimeProvider time)
{
    public async Task<EnqueueResult> PutAsync(string runId, string messageId, string type, object data)
    {
        var result = await store.EnqueueAsync(runId, InboxCodec.Write(messageId, type, data, time.GetUtcNow()));
        if (result == EnqueueResult.Accepted) router.Wake(runId);
        return result;
    }

    /// <summary>The answer where the message was not taken; a duplicate was taken before.</summary>
    public static Problem? Refusal(string runId, EnqueueResult result) => result switch
    {
        EnqueueResult.NoSuchRun => Problem.NotFound("run", runId),
        EnqueueResult.Ended => new Problem(StatusCodes.Status409Conflict, "run.ended", $"Run {runId} has ended; nothing was changed."),
        EnqueueResult.Full => new Problem(
            StatusCodes.Status409Conflict, "run.inbox-full", $"Run {runId} has too many messages that it has not taken yet; try again later."),
        _ => null,
    };
}
