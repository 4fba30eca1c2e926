namespace Runbooks.Activities.Patching.Shells;

/// <summary>Something that runs a POSIX shell script and says how it ended.</summary>
internal interface IShell : IAsyncDisposable
{
    /// <summary>For messages: <c>root@192.0.2.7</c>.</summary>
    string Words { get; }

    /// <summary>The folder that jobs keep their files in, as the shell reads it.</summary>
    string JobFolder { get; }

    /// <param name="script">Given on the standard input: it is seen in no list of processes.</param>
    /// <exception cref="ActivityFailure">The other side cannot be reached, or refuses the login.</exception>
    Task<ShellAnswer> RunAsync(string script, CancellationToken cancellation);
}

internal sealed record ShellAnswer(int Exit, string Output, string Errors)
{
    /// <exception cref="ActivityFailure">It did not end with 0 (<c>patch.command-failed</c>).</exception>
    public string Demand(string what, string where)
    {
        if (Exit == 0) return Output;
        var said = Errors.Trim() is { Length: > 0 } errors ? errors : Output.Trim();
        throw new ActivityFailure(
            "patch.command-failed", $"{what} ended with {Exit} on {where}: `{(said.Length > 500 ? said[..500] + " …" : said)}`", retryable: true);
    }
}
