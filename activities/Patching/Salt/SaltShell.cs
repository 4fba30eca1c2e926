using Runbooks.Activities.Patching.Shells;

namespace Runbooks.Activities.Patching.Salt;

/// <summary>A shell on a minion.</summary>
internal sealed class SaltShell(SaltApi api) : IShell
{
    public string Words => "minion " + api.Minion;

    public string JobFolder => "\"${HOME:-/root}/.runbooks\"";

    public async Task<ShellAnswer> RunAsync(string script, CancellationToken cancellation)
    {
        var answer = await api.RunAsync("cmd.run_all", ["sh -s"], new { stdin = script, python_shell = true }, cancellation);
        return new ShellAnswer(
            answer.GetProperty("retcode").GetInt32(), answer.GetProperty("stdout").GetString() ?? "", answer.GetProperty("stderr").GetString() ?? "");
    }

    public ValueTask DisposeAsync()
    {
        api.Dispose();
        return ValueTask.CompletedTask;
    }
}
