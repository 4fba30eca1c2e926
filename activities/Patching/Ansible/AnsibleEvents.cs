using System.Text.Json;
using System.Text.RegularExpressions;

namespace Runbooks.Activities.Patching.Ansible;

/// <summary>What ansible-playbook says while it runs, an event a line (the callback ansible.posix.jsonl); other lines are passed on as they are.</summary>
internal sealed partial class AnsibleEvents(ActivityContext context)
{
    private static readonly string[] Packagers = ["apt", "dnf", "dnf5", "yum", "package"];

    private readonly List<PackageChange> prepared = [];
    private bool unread;
    private string task = "";
    private int tasks;

    /// <summary>The first task that failed, and what it said; else the last line that was no event.</summary>
    public string? Reason { get; private set; }

    /// <summary>What its package tasks would install; null where one of them would and did not say what.</summary>
    public IReadOnlyList<PackageChange>? Prepared => unread ? null : prepared;

    public void Take(string line)
    {
        if (Read(line) is not { } read)
        {
            if (line.Trim().Length == 0) return;
            context.Log(line);
            Reason ??= line.Trim();
            return;
        }

        using (read)
        {
            var said = read.RootElement;
            switch (Text(said, "_event"))
            {
                case "v2_playbook_on_task_start":
                    task = said.TryGetProperty("task", out var started) ? Text(started, "name") ?? "" : "";
                    context.Progress(1 - (1 / (1 + (++tasks * 0.2))), task);
                    break;
                case "v2_runner_on_ok":
                    Hosts(said, result => Tell(result, Flag(result, "changed") ? "changed" : "ok"));
                    break;
                case "v2_runner_on_failed":
                    Hosts(said, result => Fail(result, Flag(said, "ignore_errors") ? "failed, and that is ignored" : "failed"));
                    break;
                case "v2_runner_on_unreachable":
                    Hosts(said, result => Fail(result, "unreachable"));
                    break;
            }
        }
    }

    /// <summary>In a check apt's output has its simulation (<c>Inst bash [5.1] (5.2 …)</c>); its difference has names alone.</summary>
    private void Tell(JsonElement result, string how)
    {
        context.Log($"{task}: {how}");
        if (how != "changed" || !Packagers.Contains((Text(result, "action") ?? "").Split('.')[^1])) return;
        if (GuestScripts.ReadPending(Text(result, "stdout") ?? "") is { Count: > 0 } read) prepared.AddRange(read);
        else unread = true;
    }

    private void Fail(JsonElement result, string how)
    {
        var said = Text(result, "stderr") is { Length: > 0 } errors ? errors : Text(result, "msg") ?? "";
        context.Log($"{task}: {how}: {said}");
        if (!how.Contains("ignored", StringComparison.Ordinal)) Reason = Short($"{task}: {how}: {said}");
    }

    private static void Hosts(JsonElement said, Action<JsonElement> each)
    {
        if (!said.TryGetProperty("hosts", out var hosts) || hosts.ValueKind != JsonValueKind.Object) return;
        foreach (var host in hosts.EnumerateObject()) each(host.Value);
    }

    private static JsonDocument? Read(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string Short(string text) => Blanks().Replace(text, " ") is var one && one.Length > 400 ? one[..400] + " …" : Blanks().Replace(text, " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
