using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Data;
using Runbooks.Server.Runs.Api;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.Starting;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Benchmarks.Engine;

/// <summary>The server as it composes itself, in this process and on a real store, asked without HTTP.</summary>
internal sealed class EngineInProcess : WebApplicationFactory<RunShell>
{
    private static readonly System.Text.Json.JsonElement NoInputs = System.Text.Json.JsonElement.Parse("{}");

    private readonly string directory;
    private readonly (string Key, string Value)[] settings;

    private EngineInProcess(string directory, (string Key, string Value)[] settings) => (this.directory, this.settings) = (directory, settings);

    public IRunStore Store => Services.GetRequiredService<IRunStore>();

    /// <param name="settings">Besides those of every benchmark.</param>
    public static async Task<EngineInProcess> StartAsync(string directory, params (string Key, string Value)[] settings)
    {
        var engine = new EngineInProcess(directory, settings);
        using var client = engine.CreateClient();
        await FiveSteps.PublishAsync(client);
        return engine;
    }

    /// <summary>Runs five steps from start to end.</summary>
    public Task<string> RunAsync() => RunAsync(FiveSteps.Id);

    /// <summary>Runs a published workflow from start to end.</summary>
    public async Task<string> RunAsync(string workflow)
    {
        var runId = RunStarter.NewId(TimeProvider.System);
        using var wait = new RunWait(runId, Services.GetRequiredService<RunFeed>());
        await Services.GetRequiredService<RunStarter>().StartAsync(
            new StartRequest(workflow, null, NoInputs, new RunTrigger("api", null, "benchmark"), RunId: runId));
        await wait.ForEndAsync(TimeSpan.FromMinutes(1), lookFirst: false, Store, TimeProvider.System, CancellationToken.None);
        return runId;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("hostBuilder:reloadConfigOnChange", "false");
        builder.UseSetting(DataDirectory.Key, directory);
        builder.UseSetting("Runbooks:Logging:Level", "Fatal");
        builder.UseSetting("Runbooks:Access:BootstrapKey", FiveSteps.Key);
        foreach (var (key, value) in settings) builder.UseSetting(key, value);
    }
}
