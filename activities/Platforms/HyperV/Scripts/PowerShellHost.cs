using System.Text;
using System.Text.Json;
using Runbooks.Activities.Platforms.HyperV.Ssh;

namespace Runbooks.Activities.Platforms.HyperV.Scripts;

/// <summary>Runs the scripts of this folder in Windows PowerShell on the host. What differs from call to call goes in as JSON through standard
/// input; no text of a script is ever made from values.</summary>
internal sealed class PowerShellHost(SshTransport transport)
{
    /// <summary>Before the answer, so that what a host prints by itself is no part of it.</summary>
    private const string Mark = "runbooks:";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Fixed, and shorter than the 8,191 characters that cmd.exe takes, which is what Windows' OpenSSH server starts commands with.</summary>
    private static readonly string Command =
        "powershell -NoProfile -NonInteractive -ExecutionPolicy Bypass -EncodedCommand "
        + Convert.ToBase64String(Encoding.Unicode.GetBytes(Script.Bootstrap));

    public async Task<T> RunAsync<T>(Script script, object arguments, CancellationToken cancellation)
    {
        var request = JsonSerializer.SerializeToUtf8Bytes(new { script = script.Text, arguments }, Json);
        var output = await transport.RunAsync(Command, Convert.ToBase64String(request) + "\n", cancellation);
        var answer = Read(output);
        return answer.Error is { } error ? throw ScriptError.Of(error) : answer.Result.Deserialize<T>(Json)!;
    }

    private static Answer Read(CommandOutput output)
    {
        var line = output.Output.Split('\n').LastOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal));
        if (line is null)
        {
            var said = (output.Error + output.Output).Trim();
            throw new PlatformException(
                PlatformError.Unsupported,
                $"The host did not run PowerShell as it should (exit {output.Status}): {(said.Length > 400 ? said[..400] + "…" : said)}");
        }

        return JsonSerializer.Deserialize<Answer>(Convert.FromBase64String(line[Mark.Length..].Trim()), Json)!;
    }

    private sealed record Answer(JsonElement Result, ThrownError? Error);
}

/// <summary>What a script ended with instead of a result.</summary>
/// <param name="Id">PowerShell's FullyQualifiedErrorId, the same in all languages of Windows.</param>
internal sealed record ThrownError(string? Id, string? Category, string? Message, int Code);
