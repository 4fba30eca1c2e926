using System.Text.Json;
using Runbooks.Lab.Zabbix;

namespace Runbooks.Server.Tests.Alerts.Lab;

/// <summary>A Zabbix that is set up as the README of the shipped media type says: the export imported, its macros, a user with the media, an
/// action that repeats, with recovery and update operations.</summary>
internal sealed class ZabbixSite : IDisposable
{
    private const string Group = "Runbooks lab";
    private const string Action = "Send to Runbooks";
    private const string User = "runbooks";

    /// <summary>An item that Zabbix cannot take for one of an earlier test, which it forgets only when it next looks.</summary>
    private readonly string key = $"cpu[{Guid.NewGuid():N}]";

    /// <summary>Another zone than that of Zabbix's server, whose own is not what counts.</summary>
    public const string TimeZone = "Asia/Shanghai";

    private readonly ZabbixLab lab;
    private string mediaType = "";
    private string group = "";
    private string user = "";

    private ZabbixSite(ZabbixLab lab) => this.lab = lab;

    public static async Task<ZabbixSite> UpAsync(string hook, string token)
    {
        var site = new ZabbixSite(await ZabbixLab.UpAsync());
        await site.ForgetAsync();
        await site.SetMacroAsync("{$RUNBOOKS_URL}", hook);
        await site.SetMacroAsync("{$RUNBOOKS_TOKEN}", token, isSecret: true);
        await site.SetMacroAsync("{$ZABBIX.URL}", "https://zabbix.example");
        await site.ImportMediaTypeAsync();
        await site.MakeUserAsync();
        site.group = await site.lab.MakeAsync("hostgroup", "groupids", new { name = Group });
        await site.MakeActionAsync();
        return site;
    }

    public async Task SetMacroAsync(string macro, string value, bool isSecret = false)
    {
        var known = await lab.AskAsync("usermacro.get", new { globalmacro = true, filter = new { macro } });
        if (known.GetArrayLength() > 0) await lab.AskAsync("usermacro.deleteglobal", new[] { known[0].GetProperty("globalmacroid").GetString() });
        await lab.AskAsync("usermacro.createglobal", new { macro, value, type = isSecret ? 1 : 0 });
    }

    /// <summary>The shipped media type tries again after half a minute, which is long for a test.</summary>
    public Task TryAsync(int attempts) => lab.AskAsync("mediatype.update", new { mediatypeid = mediaType, maxattempts = attempts, attempt_interval = "2s" });

    /// <summary>A host with a value that is too high above 80.</summary>
    public async Task MonitorAsync(string host)
    {
        var ready = $"ready.{key}";
        var hostId = await lab.MakeAsync("host", "hostids", new
        {
            host, name = $"Shown as {host}", groups = new[] { new { groupid = group } },
            interfaces = new[] { new { type = 1, main = 1, useip = 1, ip = "127.0.0.9", dns = "", port = "10050" } },
        });
        await MakeItemAsync(hostId, key);
        await lab.MakeAsync("trigger", "triggerids", new
        {
            description = "CPU is busy on {HOST.HOST}", expression = $"last(/{host}/{key})>80", priority = 4, opdata = "{ITEM.LASTVALUE1} %",
            tags = new[] { new { tag = "team", value = "ops" } },
        });
        // Zabbix knows all that was made before this item when it takes a value of it.
        await MakeItemAsync(hostId, ready);
        await lab.SendAsync(host, ready, 1);
    }

    public Task MeasureAsync(string host, int cpu) => lab.SendAsync(host, key, cpu);

    /// <summary>The problem of a host: the event with its tags and that of its recovery.</summary>
    public async Task<JsonElement?> ProblemAsync(string host)
    {
        var found = await lab.AskAsync("host.get", new { filter = new { host = new[] { host } } });
        var events = await lab.AskAsync("event.get", new
        {
            hostids = new[] { found[0].GetProperty("hostid").GetString() }, value = 1, selectTags = "extend", output = "extend",
        });
        return events.GetArrayLength() == 0 ? null : events[0];
    }

    public async Task<JsonElement> EventAsync(string id) => (await lab.AskAsync("event.get", new { eventids = new[] { id }, output = "extend" }))[0];

    /// <summary>What Zabbix sent, or could not send, about a problem and its recovery.</summary>
    public async Task<List<JsonElement>> SentAsync(JsonElement problem)
    {
        var events = new[] { "eventid", "r_eventid" }.Select(name => problem.GetProperty(name).GetString()).Where(id => id is not "0").ToArray();
        return [.. (await lab.AskAsync("alert.get", new { eventids = events, output = "extend", sortfield = "alertid" })).EnumerateArray()];
    }

    /// <summary>Says something of a problem, and gives it another severity where one is given.</summary>
    public Task UpdateAsync(JsonElement problem, string message, int? severity = null) => lab.AskAsync("event.acknowledge", severity is null
        ? new { eventids = problem.GetProperty("eventid").GetString(), action = 2 + 4, message }
        : new { eventids = problem.GetProperty("eventid").GetString(), action = 4 + 8, message, severity });

    public void Dispose() => lab.Dispose();

    private async Task ImportMediaTypeAsync()
    {
        await lab.AskAsync("configuration.import", new
        {
            format = "yaml", source = await ZabbixLab.ShippedAsync("runbooks-media-type.yaml"),
            rules = new { mediaTypes = new { createMissing = true, updateExisting = true } },
        });
        mediaType = (await lab.AskAsync("mediatype.get", new { filter = new { name = "Runbooks" } }))[0].GetProperty("mediatypeid").GetString()!;
        await TryAsync(attempts: 100);
    }

    /// <summary>One of its own: who updates a problem is not told of it.</summary>
    private async Task MakeUserAsync()
    {
        var role = (await lab.AskAsync("role.get", new { filter = new { name = "Super admin role" } }))[0].GetProperty("roleid").GetString();
        var users = (await lab.AskAsync("usergroup.get", new { filter = new { name = "Zabbix administrators" } }))[0].GetProperty("usrgrpid").GetString();
        user = await lab.MakeAsync("user", "userids", new
        {
            username = User, passwd = $"Of-{Guid.NewGuid()}", roleid = role, timezone = TimeZone, usrgrps = new[] { new { usrgrpid = users } },
            medias = new[] { new { mediatypeid = mediaType, sendto = "runbooks", active = 0, severity = 63, period = "1-7,00:00-24:00" } },
        });
    }

    private Task<string> MakeItemAsync(string host, string named) =>
        lab.MakeAsync("item", "itemids", new { name = named, key_ = named, hostid = host, type = 2, value_type = 3, delay = "0" });

    private Task<string> MakeActionAsync()
    {
        var told = new { default_msg = 1, mediatypeid = mediaType };
        return lab.MakeAsync("action", "actionids", new
        {
            name = Action, eventsource = 0, esc_period = "1m",
            filter = new { evaltype = 0, conditions = new[] { new { conditiontype = 0, @operator = 0, value = group } } },
            operations = new[] { new { operationtype = 0, esc_step_from = 1, esc_step_to = 0, opmessage = told, opmessage_usr = new[] { new { userid = user } } } },
            recovery_operations = new[] { new { operationtype = 11, opmessage = new { default_msg = 1 } } },
            update_operations = new[] { new { operationtype = 12, opmessage = told } },
        });
    }

    /// <summary>The lab goes on between tests; what one made is no other's.</summary>
    private async Task ForgetAsync()
    {
        await ForgetAsync("action", "actionid", new { filter = new { name = Action } });
        await ForgetAsync("user", "userid", new { filter = new { username = User } });
        var groups = await lab.AskAsync("hostgroup.get", new { filter = new { name = Group } });
        if (groups.GetArrayLength() == 0) return;
        var groupIds = groups.EnumerateArray().Select(found => found.GetProperty("groupid").GetString()!).ToArray();
        await ForgetAsync("host", "hostid", new { groupids = groupIds });
        await lab.AskAsync("hostgroup.delete", groupIds);
    }

    private async Task ForgetAsync(string kind, string id, object which)
    {
        var found = (await lab.AskAsync($"{kind}.get", which)).EnumerateArray().Select(one => one.GetProperty(id).GetString()!).ToArray();
        if (found.Length > 0) await lab.AskAsync($"{kind}.delete", found);
    }
}
