using System.Diagnostics;

namespace Runbooks.Activities.Patching.Shells;

/// <summary>A shell on this server.</summary>
internal sealed class LocalShell(string folder) : IShell
{
    public string Words => "this server";

    public string JobFolder => Quote.Word(folder);

    public async Task<ShellAnswer> RunAsync(string script, CancellationToken cancellation)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh", ["-s"])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            },
        };
        process.Start();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.StandardInput.WriteAsync(script.AsMemory(), cancellation);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        return new ShellAnswer(process.ExitCode, await output, await errors);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
