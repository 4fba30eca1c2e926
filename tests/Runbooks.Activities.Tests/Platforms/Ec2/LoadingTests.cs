using System.Reflection;
using System.Runtime.Loader;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Ec2;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

/// <summary>A server without a connection to EC2 pays nothing for the AWS SDK.</summary>
public sealed class LoadingTests
{
    [Fact]
    public void Factory_UntilTheFirstCall_DoesNotLoadTheSdk()
    {
        var world = new WatchedContext();
        var assembly = world.LoadFromAssemblyPath(typeof(IPlatform).Assembly.Location);
        foreach (var type in assembly.GetExportedTypes()) _ = type.GetCustomAttributes(inherit: true);
        var factory = assembly.GetType(typeof(Ec2Factory).FullName!)!;
        object?[] settings = [ActivityJson.Write(new { region = "eu-central-1" }), new Dictionary<string, string>(), TimeProvider.System];
        var platform = factory.GetMethod(nameof(Ec2Factory.Create))!.Invoke(Activator.CreateInstance(factory), settings)!;
        Assert.NotNull(platform.GetType().GetProperty(nameof(IPlatform.Capabilities))!.GetValue(platform));
        Assert.DoesNotContain(world.Asked, IsSdk);

        var inventory = platform.GetType().GetMethod(nameof(IPlatform.GetInventoryAsync))!;
        _ = ((Task)inventory.Invoke(platform, [new CancellationToken(canceled: true)])!).Exception;
        Assert.Contains(world.Asked, IsSdk);
    }

    private static bool IsSdk(string? name) => name?.StartsWith("AWSSDK", StringComparison.Ordinal) == true;

    /// <summary>Notes which assemblies are asked for, and leaves them to the test's own world.</summary>
    private sealed class WatchedContext : AssemblyLoadContext
    {
        public List<string?> Asked { get; } = [];

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            lock (Asked) Asked.Add(assemblyName.Name);
            return null;
        }
    }
}
