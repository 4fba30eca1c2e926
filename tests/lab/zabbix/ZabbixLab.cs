using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Runbooks.Lab.Zabbix;

/// <summary>A real Zabbix, by its API and by the protocol of <c>zabbix_sender</c>.</summary>
internal sealed class ZabbixLab : IDisposable
{
    private static readonly string Root = RepositoryRoot();
    private static readonly string Script = Path.Combine(Root, "tests/lab/zabbix/lab.sh");

    private readonly HttpClient client;
    private readonly IPEndPoint trapper;
    private string? session;

    private ZabbixLab(string url, string trapper)
    {
        client = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(30) };
        this.trapper = IPEndPoint.Parse(trapper);
    }

    /// <summary>Skips the test where the lab is not asked for.</summary>
    public static void IsNeeded() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("RUNBOOKS_LAB_ZABBIX") == "1",
        "the Zabbix lab is not asked for (RUNBOOKS_LAB_ZABBIX=1, Debian 12, root; see tests/lab/zabbix)");

    /// <summary>Brings up what does not run yet, which takes half a minute from nothing.</summary>
    public static async Task<ZabbixLab> UpAsync()
    {
        await RunAsync("up");
        var settings = (await RunAsync("env")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0]["RUNBOOKS_LAB_ZABBIX_".Length..], pair => pair[1]);
        var lab = new ZabbixLab(settings["URL"], settings["TRAPPER"]);
        lab.session = (await lab.AskAsync("user.login", new { username = settings["USER"], password = settings["PASSWORD"] })).GetString();
        return lab;
    }

    /// <summary>What the project ships for Zabbix, as it is.</summary>
    public static Task<string> ShippedAsync(string name) =>
        File.ReadAllTextAsync(Path.Combine(Root, "server/Alerts/Zabbix", name), TestContext.Current.CancellationToken);

    /// <summary>A call of the API, and its result.</summary>
    public async Task<JsonElement> AskAsync(string method, object parameters)
    {
        using var content = JsonContent.Create(new { jsonrpc = "2.0", method, @params = parameters, id = 1, auth = session });
        // It wants no parameters of the type, and a length.
        content.Headers.ContentType = new("application/json");
        await content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        using var response = await client.PostAsync("/api_jsonrpc.php", content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var answer = JsonElement.Parse(text);
        Assert.True(answer.TryGetProperty("result", out var result), $"{method}: {text}");
        return result;
    }

    /// <summary>Makes one object, and gives its id.</summary>
    public async Task<string> MakeAsync(string kind, string ids, object parameters) =>
        (await AskAsync($"{kind}.create", parameters)).GetProperty(ids)[0].GetString()!;

    /// <summary>Sends a value of a trapper item; Zabbix needs a moment until it knows a new one.</summary>
    public async Task SendAsync(string host, string key, int value)
    {
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            request = "sender data",
            data = new[] { new { host, key, value = value.ToString(CultureInfo.InvariantCulture) } },
        });
        while (!(await ExchangeAsync(body, over.Token)).Contains("processed: 1", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(250), over.Token);
    }

    public void Dispose() => client.Dispose();

    private async Task<string> ExchangeAsync(byte[] body, CancellationToken cancellation)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(trapper, cancellation);
        await using var stream = connection.GetStream();
        var head = new byte[13];
        "ZBXD\u0001"u8.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(5), body.Length);
        await stream.WriteAsync(head, cancellation);
        await stream.WriteAsync(body, cancellation);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellation);
    }

    private static async Task<string> RunAsync(string argument)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var process = Process.Start(new ProcessStartInfo(Script, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"lab.sh {argument} failed: {await errors}{await output}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: false);
            throw;
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Runbooks.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run from a build below the repository.");
    }
}
