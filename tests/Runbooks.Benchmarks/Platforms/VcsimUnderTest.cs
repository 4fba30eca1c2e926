using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Runbooks.Benchmarks.Platforms;

/// <summary>The vCenter simulator of the lab, as a process of its own.</summary>
internal sealed class VcsimUnderTest : IAsyncDisposable
{
    private static readonly string Binary = Path.Combine(RepositoryRoot(), "tests/lab/vcsim/bin/vcsim");

    private readonly Process process;
    private readonly JsonElement announced;

    private VcsimUnderTest(Process process, JsonElement announced) => (this.process, this.announced) = (process, announced);

    public static bool IsBuilt => File.Exists(Binary);

    public static async Task<VcsimUnderTest> StartAsync(TimeSpan delay)
    {
        var process = Process.Start(new ProcessStartInfo(Binary, ["-delay", string.Create(CultureInfo.InvariantCulture, $"{delay.TotalSeconds}s")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var line = await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("vcsim ended at its start.");
        return new VcsimUnderTest(process, JsonElement.Parse(line));
    }

    /// <summary>A connection to it in a server's configuration.</summary>
    public (string Key, string Value)[] Configuration() =>
    [
        ("Runbooks:Connections:vcenter:Platform", "vsphere"),
        ("Runbooks:Connections:vcenter:Mode", "change"),
        ("Runbooks:Connections:vcenter:Settings:Url", Say("Address")),
        ("Runbooks:Connections:vcenter:Settings:UserName", Say("User")),
        ("Runbooks:Connections:vcenter:Settings:Thumbprint", Say("Thumbprint")),
        ("Runbooks:Connections:vcenter:Secrets:password", Say("Password")),
    ];

    public async ValueTask DisposeAsync()
    {
        // It ends with its input.
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private string Say(string name) => announced.GetProperty(name).GetString()!;

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Runbooks.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The benchmarks do not run from a build below the repository.");
    }
}
