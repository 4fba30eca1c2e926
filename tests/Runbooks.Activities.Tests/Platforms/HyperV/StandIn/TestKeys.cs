using System.Diagnostics;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn;

/// <summary>Keys that are made once for a run of the tests, and gone with it.</summary>
internal sealed class TestKeys
{
    private readonly string _folder = Directory.CreateTempSubdirectory("runbooks-keys-").FullName;
    private readonly Lazy<string> _host, _user;

    public TestKeys()
    {
        (_host, _user) = (new(() => Make("host")), new(() => Make("user")));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(_folder, recursive: true);
    }

    public string Host => _host.Value;

    public string User => _user.Value;

    /// <summary>As <c>ssh-keygen -lf</c> prints it.</summary>
    public string HostFingerprint => Run("-lf", Host + ".pub").Split(' ')[1];

    private string Make(string name)
    {
        var path = Path.Combine(_folder, name);
        Run("-q", "-t", "ed25519", "-N", "", "-f", path);
        return path;
    }

    private static string Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ssh-keygen", arguments) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"ssh-keygen exited with {process.ExitCode}");
    }
}
