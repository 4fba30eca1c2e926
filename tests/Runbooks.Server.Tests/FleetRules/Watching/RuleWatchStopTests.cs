using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.FleetRules.Watching;

namespace Runbooks.Server.Tests.FleetRules.Watching;

public sealed class RuleWatchStopTests
{
    [Fact]
    public async Task Stop_WhileItWaitsForSamplesThatComeInAnHour_EndsAtOnce()
    {
        await using var server = new RunningServer
        {
            Settings = new()
            {
                ["Runbooks:Access:BootstrapKey"] = RunningServer.BootstrapKey,
                ["Runbooks:Fleet:SampleInterval"] = "01:00:00",
            },
        };
        var picture = server.Services.GetRequiredService<FleetPicture>();
        await RuleServer.UntilAsync(() => Task.FromResult(picture.Snapshot.Vms.Count > 0 && picture.Sights.All(sight => !sight.Stale)));
        var watch = server.Services.GetServices<IHostedService>().OfType<RuleWatch>().Single();

        var stopping = Task.Run(() => watch.StopAsync(CancellationToken.None), TestContext.Current.CancellationToken);

        await stopping.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
