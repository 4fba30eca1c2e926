using System.Diagnostics;

namespace Runbooks.Server.Tests.Hosting;

/// <summary>The server as a process of its own, for what only a process has: exit codes, addresses, the console.</summary>
public sealed class ServerProcess : IDisposable
{
    private readonly Process process;
    private readonly TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> output = [];
    private readonly List<string> errors = [];

    public ServerProcess(string workingDirectory, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Runbooks.Server.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Add(errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The address that it listens on, once it does.</summary>
    public Task<string> Address => address.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public IReadOnlyList<string> Output
    {
        get
        {
            lock (output) return [.. output];
        }
    }

    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (output) return [.. errors];
        }
    }

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    /// <summary>Asks it to end, as a supervisor does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        // Until then its port and its folder are taken.
        process.WaitForExit();
        process.Dispose();
    }

    private void Read(string? line)
    {
        Add(output, line);
        if (line?.Split("Now listening on: ") is [_, var url]) address.TrySetResult(url.Trim());
    }

    private void Add(List<string> lines, string? line)
    {
        if (line is null) return;
        lock (output) lines.Add(line);
    }
}
