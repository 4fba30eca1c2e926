using System.Text;
using System.Text.Json;
using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Patching.Shells;

/// <summary>A detached job as an operation of a unit: begun once a key, followed to its end, found again after a restart of this server.</summary>
/// <param name="Does">For messages: <c>The command</c>.</param>
/// <param name="Absent">What it means that no job of the key is there.</param>
/// <param name="Line">Told each line of its output.</param>
/// <param name="Reason">Why it failed, from what its output said; null where that says nothing.</param>
internal sealed record JobOperation(
    DetachedJob Job, string Name, string Does, OperationKind Kind, Sighting Absent, Action<string> Line, Func<string?> Reason)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>How long a machine may be silent while its job runs: networks have their moments.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    /// <exception cref="ActivityFailure">It failed (<c>patch.failed</c>), or how it ended will never be known (<c>step.interrupted</c>).</exception>
    public Task RunAsync(ActivityContext context, CancellationToken cancellation) => context.OperationAsync(
        new OperationCall
        {
            Name = Name,
            Kind = Kind,
            Find = async (key, stop) =>
                await Job.ExistsAsync(DetachedJob.IdOf(key), stop) ? new Sighting.Found(DetachedJob.IdOf(key)) : Absent,
            Start = (key, stop) => Job.StartAsync(DetachedJob.IdOf(key), stop),
            Attach = (handle, stop) => FollowAsync(handle, context, stop),
            Cancel = Job.CancelAsync,
        },
        cancellation);

    private async Task<JsonElement?> FollowAsync(string id, ActivityContext context, CancellationToken stop)
    {
        var (read, lines, heard) = (0L, new LineReader(Line), context.Time.GetUtcNow());
        while (true)
        {
            var state = await LookAsync(id, read, context, heard, stop);
            if (state is not null)
            {
                heard = context.Time.GetUtcNow();
                read += state.Output.Length;
                lines.Take(state.Output.Span);
                if (state.More) continue;
                if (IsOver(state, lines)) return ActivityJson.Write(new { exit = 0 });
            }

            await Task.Delay(BetweenLooks, context.Time, stop);
        }
    }

    /// <returns>Null: it did not answer just now.</returns>
    private async Task<JobState?> LookAsync(string id, long read, ActivityContext context, DateTimeOffset heard, CancellationToken stop)
    {
        try
        {
            return await Job.LookAsync(id, read, stop);
        }
        catch (ActivityFailure failure) when (failure.Retryable)
        {
            if (context.Time.GetUtcNow() - heard < Silence) return null;
            throw new ActivityFailure(
                failure.Code, $"{Does} was begun, and how it goes on cannot be seen: {failure.Message}", retryable: true) { EffectUnknown = true };
        }
    }

    private bool IsOver(JobState state, LineReader lines)
    {
        if (state is { Exit: null, Why: null }) return false;
        lines.End();
        if (state.Cancelled) throw new OperationCanceledException($"{Does} was stopped.");
        if (state.Why is { } why)
        {
            throw new ActivityFailure(
                "step.interrupted",
                $"{Does} was begun on {Job.Shell.Words}, and how it ended is not known: {why}. It was not repeated. Next: see what it did, then rerun this step if that is right.");
        }

        if (state.Exit == 0) return true;
        throw new ActivityFailure("patch.failed", $"{Does} ended with {state.Exit} on {Job.Shell.Words}.{(Reason() is { } reason ? $" It said: `{reason}`" : "")} "
            + "What it had changed until then stays. Next: see the step's log.");
    }
}

/// <summary>Lines out of pieces of a text, whose characters may be cut in two.</summary>
internal sealed class LineReader(Action<string> line)
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder rest = new();

    public void Take(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        foreach (var character in characters[..decoder.GetChars(bytes, characters, flush: false)])
        {
            if (character == '\n') End();
            else rest.Append(character);
        }
    }

    public void End()
    {
        if (rest.Length > 0) line(rest.ToString().TrimEnd('\r'));
        rest.Clear();
    }
}
