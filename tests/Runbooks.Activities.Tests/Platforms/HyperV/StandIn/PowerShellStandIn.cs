using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.PowerShell.Commands;
using Runbooks.Activities.Tests.Platforms.HyperV.StandIn.Cmdlets;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn;

/// <summary>Runs what it is sent in PowerShell's own engine: the scripts are parsed, bound and run for real. It has nothing but the language, a
/// few of the engine's own cmdlets, and stand-ins for those of Windows, which are as strict about parameters and states as far as is known.</summary>
internal sealed partial class PowerShellStandIn(World world)
{
    public const string WorldVariable = "StandInWorld";

    /// <summary>What cmd.exe takes.</summary>
    private const int LongestCommand = 8191;

    private static readonly Type[] OfTheEngine =
    [
        typeof(ForEachObjectCommand), typeof(WhereObjectCommand), typeof(WaitJobCommand), typeof(ReceiveJobCommand), typeof(SetStrictModeCommand),
    ];

    static PowerShellStandIn() => Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

    /// <summary>All that scripts may call, by name, without the functions of their own.</summary>
    public static IReadOnlyDictionary<string, Type> Commands { get; } = OfTheEngine
        .Concat(typeof(StandInCmdlet).Assembly.GetTypes().Where(type => type.Namespace == typeof(StandInCmdlet).Namespace && !type.IsAbstract))
        .Where(type => type.IsDefined(typeof(CmdletAttribute), inherit: false))
        .ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);

    /// <summary>What was sent, decoded: the command's script, and its input.</summary>
    public List<(string Script, string Input)> Received { get; } = [];

    /// <summary>What the host prints instead of an answer; null where PowerShell works.</summary>
    public string? Instead { get; set; }

    /// <summary>What the host prints before every answer.</summary>
    public string Banner { get; set; } = "";

    /// <summary>Happens once, when the next script has done its work and not answered yet.</summary>
    public Action? BeforeAnswer { get; set; }

    public (int Status, string Output) Run(string command, string input)
    {
        if (Instead is not null) return (1, Instead);
        if (command.Length > LongestCommand) return (1, "The command line is too long.\n");
        if (Form().Match(command) is not { Success: true } form) return (1, $"'{command.Split(' ')[0]}' is not recognized as an internal or external command,\n");
        var script = Encoding.Unicode.GetString(Convert.FromBase64String(form.Groups[1].Value));
        lock (Received) Received.Add((script, input));
        using var runspace = RunspaceFactory.CreateRunspace(Session(world));
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddScript("Set-StrictMode -Version 2").Invoke();
        shell.Commands.Clear();
        var output = shell.AddScript(script).Invoke(new[] { input });
        var (before, _) = (BeforeAnswer, BeforeAnswer = null);
        before?.Invoke();
        return (0, Banner + string.Concat(output.Select(line => line + "\r\n")));
    }

    private static InitialSessionState Session(World world)
    {
        var session = InitialSessionState.Create();
        session.LanguageMode = PSLanguageMode.FullLanguage;
        foreach (var (name, type) in Commands)
        {
            if (world.Clustered || !name.Contains("-Cluster", StringComparison.OrdinalIgnoreCase)) session.Commands.Add(new SessionStateCmdletEntry(name, type, null));
        }

        session.Variables.Add(new SessionStateVariableEntry(WorldVariable, world, null, ScopedItemOptions.Constant));
        return session;
    }

    private static string NameOf(Type type)
    {
        var attribute = (CmdletAttribute)type.GetCustomAttributes(typeof(CmdletAttribute), inherit: false).Single();
        return $"{attribute.VerbName}-{attribute.NounName}";
    }

    [GeneratedRegex("^powershell -NoProfile -NonInteractive -ExecutionPolicy Bypass -EncodedCommand ([A-Za-z0-9+/=]+)$")]
    private static partial Regex Form();
}
