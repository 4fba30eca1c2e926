using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities.Catalogue;
using Runbooks.Activities.Compute;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Catalogue;

public sealed class ActivityCatalogueTests
{
    private static readonly ActivityCatalogue Shipped = Build();

    [Fact]
    public void Descriptors_Shipped_AreTheNamesThatOtherProgramsRelyOn() =>
        Assert.Superset(
            new HashSet<string>
            {
                "fleet.find-hosts found none", "fleet.find-vms found none", "fleet.get-metrics done", "fleet.refresh done", "http.request ok error",
                "message.email sent", "message.webhook done", "vm.power-off done", "vm.power-off-idle done none", "vm.power-on done",
                "vm.prune-snapshots done none", "vm.remove-snapshot done", "vm.restart done", "vm.revert-snapshot done", "vm.snapshot done", "vm.suspend done",
                "vm.migrate done", "vm.power-schedule done none", "vm.migrate-on-threshold nothing-to-do relieved not-relieved", "host.evacuate done", "cluster.rebalance done",
                "patch.apply done",
            },
            Shipped.Descriptors.Select(descriptor => $"{descriptor.Name} {string.Join(' ', descriptor.Outcomes)}").ToHashSet());

    [Theory]
    [InlineData("fleet.find-vms", "connection limit where")]
    [InlineData("fleet.find-hosts", "connection limit where")]
    [InlineData("vm.power-on", "connection targets")]
    [InlineData("vm.suspend", "allowLoss connection targets")]
    [InlineData("vm.restart", "connection mode targets")]
    [InlineData("vm.power-off", "allowLoss connection force grace mode targets")]
    [InlineData("vm.power-off-idle", "cpuBelow force grace lookback minimumSamples mode notice where")]
    [InlineData("vm.snapshot", "connection memory name targets")]
    [InlineData("vm.revert-snapshot", "connection name targets")]
    [InlineData("vm.remove-snapshot", "connection name targets")]
    [InlineData("vm.prune-snapshots", "keep olderThan where")]
    [InlineData("vm.power-schedule", "allowLoss days force grace holidays mode off on timeZone where")]
    [InlineData("vm.migrate", "connection storage targets to")]
    [InlineData("vm.migrate-on-threshold", "above headroom maxMoves metric sustained where")]
    [InlineData("host.evacuate", "headroom host maintenance")]
    [InlineData("cluster.rebalance", "cluster headroom maxMoves metric spread")]
    [InlineData("patch.apply", "check command connection healthGate method playbook reboot rebootTimeout rollBack salt snapshot ssh state targets")]
    [InlineData("message.email", "body subject to")]
    [InlineData("message.webhook", "body headers method timeout url")]
    [InlineData("http.request", "body headers method timeout url")]
    public void Describe_Inputs_AreThoseOfTheContract(string name, string inputs)
    {
        var names = Shipped.Describe(name)!.InputSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name)
            .Except(["concurrency", "failureBudget", "rings"]).Order(StringComparer.Ordinal);
        Assert.Equal(inputs, string.Join(' ', names));
    }

    [Fact]
    public void Descriptors_Always_AreFilledIn() =>
        Assert.All(Shipped.Descriptors, descriptor =>
        {
            Assert.NotEmpty(descriptor.Help);
            Assert.NotEmpty(descriptor.Title);
            Assert.True(descriptor.Effect == Effect.Read ? descriptor.NoUndo is null : descriptor.HasUndo != descriptor.NoUndo is { Length: > 0 },
                $"{descriptor.Name} changes something and says neither how it is taken back nor why it cannot be");
            Assert.All(descriptor.InputSchema.GetProperty("properties").EnumerateObject(), input =>
            {
                Assert.True(input.Value.TryGetProperty("description", out _), $"{descriptor.Name}.{input.Name} has no description");
                Assert.True(input.Value.TryGetProperty("title", out _), $"{descriptor.Name}.{input.Name} has no title");
            });
        });

    [Fact]
    public void Names_Always_AreThoseOfTheDescriptors() => Assert.Equal(Shipped.Descriptors.Select(descriptor => descriptor.Name), Shipped.Names);

    [Fact]
    public void Describe_AsOneAndAmongAll_IsMadeOnce() =>
        Assert.Same(Shipped.Describe("vm.power-off"), Assert.Single(Shipped.Descriptors, descriptor => descriptor.Name == "vm.power-off"));

    [Fact]
    public void Describe_PowerOff_HasEffectCapabilitiesAndHelp()
    {
        var descriptor = Shipped.Describe("vm.power-off")!;
        Assert.Equal((Effect.Disrupt, "Compute", "Power off VMs"), (descriptor.Effect, descriptor.Group, descriptor.Title));
        Assert.Equal([Capability.Power], descriptor.Capabilities);
        Assert.StartsWith("Powers off virtual machines, by asking their guests first.\n\nA guest that has not shut down after `grace`", descriptor.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Descriptor_IsTheAnswerOfTheApi()
    {
        var json = ActivityJson.Write(Shipped.Describe("vm.power-off-idle")!);
        Assert.Equal(
            ["name", "title", "group", "effect", "outcomes", "inputSchema", "outputSchema", "capabilities", "hasUndo", "help"],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal("disrupt", json.GetProperty("effect").GetString());
        Assert.Equal("""["power","metrics"]""", json.GetProperty("capabilities").GetRawText());
    }

    [Fact]
    public void Get_Known_IsTheActivity()
    {
        Assert.IsType<PowerOff>(Shipped.Get("vm.power-off"));
        Assert.Same(Shipped.Get("vm.power-off"), Shipped.Find("vm.power-off"));
    }

    [Theory]
    [InlineData("vm.poweroff", "Did you mean 'vm.power-off'?")]
    [InlineData("vm.power-of", "Did you mean 'vm.power-off'?")]
    [InlineData("fleet.find-vm", "Did you mean 'fleet.find-vms'?")]
    [InlineData("mesage.email", "Did you mean 'message.email'?")]
    [InlineData("db.vacuum", "There is no activity 'db.vacuum'.")]
    public void Get_Unknown_NamesTheNearest(string name, string ending)
    {
        var failure = Assert.Throws<ActivityFailure>(() => Shipped.Get(name));
        Assert.Equal("activity.unknown", failure.Code);
        Assert.EndsWith(ending, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Unknown_IsNull()
    {
        Assert.Null(Shipped.Find("db.vacuum"));
        Assert.Null(Shipped.Describe("db.vacuum"));
    }

    [Fact]
    public void Build_TwoOfOneName_StopsAndNamesBoth()
    {
        var error = Assert.Throws<UnusableActivityException>(() => Build(AssemblyWith("vm.power-off")));
        Assert.Equal(
            $"Two activities are named 'vm.power-off': {typeof(PowerOff)} and Added. Rename one of them.", error.Message);
    }

    [Fact]
    public void Build_MoreActivities_AreFoundAndBuiltFromServices()
    {
        var catalogue = Build(AssemblyWith("lab.greet"));
        Assert.IsAssignableFrom<Greeting>(catalogue.Get("lab.greet"));
        Assert.Equal(TimeProvider.System, ((Greeting)catalogue.Get("lab.greet")).Time);
    }

    [Theory]
    [InlineData("Greet")]
    [InlineData("lab")]
    [InlineData("lab.Greet")]
    [InlineData("lab.greet-")]
    public void Build_BadName_Stops(string name) =>
        Assert.Contains("a name looks like 'vm.power-off'", Assert.Throws<UnusableActivityException>(() => Build(AssemblyWith(name))).Message, StringComparison.Ordinal);

    private static ActivityCatalogue Build(params Assembly[] more)
    {
        using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddActivities(more).BuildServiceProvider();
        return services.GetRequiredService<ActivityCatalogue>();
    }

    // An assembly of its own, because two of one name in this one would be in the way of every other test.
    private static AssemblyBuilder AssemblyWith(string name)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Added"), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("Added").DefineType("Added", TypeAttributes.Public, typeof(Greeting));
        var attribute = typeof(ActivityAttribute);
        type.SetCustomAttribute(new CustomAttributeBuilder(
            attribute.GetConstructors()[0], [name, Effect.Read], [attribute.GetProperty("Title")!, attribute.GetProperty("Group")!], ["Greet", "Lab"]));
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(TimeProvider)]).GetILGenerator();
        constructor.Emit(OpCodes.Ldarg_0);
        constructor.Emit(OpCodes.Ldarg_1);
        constructor.Emit(OpCodes.Call, typeof(Greeting).GetConstructors()[0]);
        constructor.Emit(OpCodes.Ret);
        type.CreateType();
        return assembly;
    }

    public class Greeting(TimeProvider time) : IActivity
    {
        public TimeProvider Time => time;

        public Type InputType => typeof(TargetsInput);

        public Type OutputType => typeof(TargetsOutput);

        public Task<ActivityResult> ExecuteAsync(JsonElement input, ActivityContext context, CancellationToken cancellation) =>
            Task.FromResult<ActivityResult>(new ActivityResult.Done());
    }
}
