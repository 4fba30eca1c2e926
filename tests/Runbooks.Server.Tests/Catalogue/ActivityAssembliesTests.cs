using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities;
using Runbooks.Server.Catalogue;
using Runbooks.Server.Data;
using Runbooks.Server.Hosting;
using Runbooks.Server.Tests.Hosting;

namespace Runbooks.Server.Tests.Catalogue;

public sealed class ActivityAssembliesTests : IDisposable
{
    private const string Key = "Runbooks:Activities:Assemblies:0";

    private static readonly string Sample = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory.Replace("Runbooks.Server.Tests", "Runbooks.SampleActivities", StringComparison.Ordinal), "Runbooks.SampleActivities.dll"));

    private readonly TemporaryDirectory directory = new();

    [Fact]
    public void Load_AnAddedAssembly_GivesActivitiesOfTheServersOwnKind()
    {
        var assembly = Assert.Single(Load(Sample));

        Assert.Contains(assembly.GetTypes(), type => type.IsAssignableTo(typeof(IActivity)));
    }

    /// <summary>At the start, and nothing else: describing takes time and memory.</summary>
    [Fact]
    public void DescribeAddedActivities_BesideThoseOfTheServer_DescribesTheAdded()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(Key, Sample), new(DataDirectory.Key, directory.Path)]).Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddData(DataDirectory.Open(configuration))
            .AddActivityCatalogue(configuration)
            .BuildServiceProvider();

        Assert.Equal(["site.checkpoint"], services.DescribeAddedActivities().Select(activity => activity.Name));
    }

    [Fact]
    public void Load_NothingConfigured_GivesNothing() =>
        Assert.Empty(ActivityAssemblies.Load(new ConfigurationBuilder().Build()));

    [Fact]
    public void Load_NoSuchFile_SaysWhere() =>
        Assert.Contains($"there is no file {directory.Path}/gone.dll.", Refusal(Path.Combine(directory.Path, "gone.dll")), StringComparison.Ordinal);

    [Fact]
    public void Load_NoAssembly_SaysSo()
    {
        var file = Path.Combine(directory.Path, "notes.dll");
        File.WriteAllText(file, "no code");

        Assert.Contains("is no .NET assembly that this server can load", Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AssemblyWithoutActivities_SaysSo() =>
        Assert.EndsWith("has no public class with [Activity].", Refusal(typeof(IConfiguration).Assembly.Location), StringComparison.Ordinal);

    [Fact]
    public async Task Start_TheSameActivityTwice_SaysSoInOneLineAndExits78()
    {
        // Two files of one assembly are two assemblies to the runtime.
        var copy = Path.Combine(directory.Path, "Copy.dll");
        File.Copy(Sample, copy);
        using var server = new ServerProcess(
            directory.Path,
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
            ("Runbooks__Activities__Assemblies__0", Sample),
            ("Runbooks__Activities__Assemblies__1", copy));

        Assert.Equal(StartFailure.ExitCode, await server.ExitCodeAsync());
        Assert.Contains("Two activities are named 'site.checkpoint'", Assert.Single(server.Errors), StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private static IReadOnlyList<System.Reflection.Assembly> Load(string file) =>
        ActivityAssemblies.Load(new ConfigurationBuilder().AddInMemoryCollection([new(Key, file)]).Build());

    private static string Refusal(string file) => Assert.Throws<ConfigurationException>(() => Load(file)).Message;
}
