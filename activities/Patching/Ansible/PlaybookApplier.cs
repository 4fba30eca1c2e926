using System.Globalization;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Patching.Shells;
using Runbooks.Activities.Patching.Ssh;

namespace Runbooks.Activities.Patching.Ansible;

/// <summary>A playbook for one host, run by ansible-playbook in a session of its own on this server.</summary>
internal sealed class PlaybookApplier(string playbook, SshTarget target, string name, PatchOptions options, ActivityContext context) : IPatchApplier
{
    // Found on this server only: another node of a cluster has no such folder.
    private static readonly Sighting Elsewhere = new Sighting.Unknown("No ansible-playbook of this step is known on this server.");

    private readonly AnsibleEvents events = new(context);

    public async Task<IReadOnlyList<PackageChange>?> CheckAsync(CancellationToken cancellation)
    {
        await Operation("check", "--check --diff").RunAsync(context, cancellation);
        return events.Prepared;
    }

    public Task ApplyAsync(CancellationToken cancellation) => Operation("patch", "--diff").RunAsync(context, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The file of a playbook's name.</summary>
    /// <exception cref="ActivityFailure">There is none in the administrator's folder (<c>patch.playbook-unknown</c>).</exception>
    public static string FileOf(string playbook, PatchOptions options)
    {
        var folder = options.Playbooks.Length == 0 ? "" : Path.GetFullPath(options.Playbooks);
        var file = Path.GetFullPath(Path.Combine(folder.Length == 0 ? "/" : folder, playbook));
        if (folder.Length > 0 && file.StartsWith(folder + "/", StringComparison.Ordinal) && File.Exists(file)) return file;
        throw new ActivityFailure(
            "patch.playbook-unknown",
            $"There is no playbook '{playbook}' {(folder.Length == 0 ? "because no folder of playbooks is set" : "in the folder of playbooks")}. Nothing was begun. "
            + "Next: have an administrator put it into Patching:Playbooks; a playbook can do anything on this server too.");
    }

    private JobOperation Operation(string operation, string options)
    {
        var job = new DetachedJob(new LocalShell(Folder()), Command(options), Files());
        return new JobOperation(job, operation, "The playbook", OperationKind.Once, Elsewhere, events.Take, () => events.Reason);
    }

    private string Folder()
    {
        if (options.WorkFolder.Length == 0) throw new InvalidOperationException("Nobody said where jobs keep their files.");
        return options.WorkFolder;
    }

    /// <summary>Without pipelining it works on a terminal in the guest: when it is stopped, what it began there ends with that terminal.</summary>
    private string Command(string flags)
    {
        var file = FileOf(playbook, options);
        return $"""
            export ANSIBLE_STDOUT_CALLBACK=ansible.posix.jsonl ANSIBLE_HOST_KEY_CHECKING=True ANSIBLE_RETRY_FILES_ENABLED=False ANSIBLE_NOCOLOR=1
            export ANSIBLE_LOCAL_TEMP="$PWD/tmp" ANSIBLE_HOME="$PWD" LC_ALL=C.UTF-8
            export ANSIBLE_PIPELINING=False ANSIBLE_SSH_ARGS="-o ControlMaster=no"
            exec {Quote.Word(options.AnsiblePlaybook)} -i "$PWD/inventory" {flags} {Quote.Word(file)}
            """;
    }

    private Dictionary<string, string> Files()
    {
        var files = new Dictionary<string, string> { ["inventory"] = Inventory(), ["known_hosts"] = string.Join('\n', KnownHosts()) + "\n" };
        if (target.Login.PrivateKey is { Length: > 0 } key) files["key"] = key.Trim() + "\n";
        return files;
    }

    /// <summary>Everything in double quotes, which the format of inventories reads as JSON does.</summary>
    private string Inventory()
    {
        var login = target.Login;
        var host = new Dictionary<string, object>
        {
            ["ansible_host"] = target.Host,
            ["ansible_port"] = target.Port,
            ["ansible_user"] = login.User,
            ["ansible_become"] = login.Sudo,
            ["ansible_ssh_common_args"] = "-o StrictHostKeyChecking=yes -o UserKnownHostsFile={{ inventory_dir }}/known_hosts -o GlobalKnownHostsFile=/dev/null",
        };
        if (login.PrivateKey is { Length: > 0 }) host["ansible_ssh_private_key_file"] = "{{ inventory_dir }}/key";
        else if (login.Password is { } password) host["ansible_password"] = new Unsafe(password);
        return "{\"all\": {\"hosts\": {" + Json(name) + ": {" + string.Join(", ", host.Select(pair => $"{Json(pair.Key)}: {Value(pair.Value)}")) + "}}}}\n";
    }

    private IReadOnlyList<string> KnownHosts() => target.Known.LinesOf(target.Host, target.Port) is { Count: > 0 } lines
        ? lines
        : throw new ActivityFailure(
            "patch.host-key",
            string.Create(CultureInfo.InvariantCulture, $"Ansible knows hosts by known_hosts lines alone, and knownHosts has none for {target.Host}:{target.Port}. Nothing was begun. Next: add it."));

    // YAML takes JSON; a password is no template, whatever is in it.
    private static string Value(object value) => value is Unsafe text ? "!unsafe " + Json(text.Text) : Json(value);

    private static string Json(object value) => System.Text.Json.JsonSerializer.Serialize(value);

    private sealed record Unsafe(string Text);
}
