using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Recording;

/// <summary>One unit of work with a small world around it. Executing it again is what a restarted server does.</summary>
internal sealed class Bench : IDisposable
{
    private readonly OutboundHttp http = new(Options.Create(new OutboundOptions { Allow = ["127.0.0.1"] }));

    public Bench()
    {
        Platform = new TinyPlatform(Time);
        Fleet = new TinyFleet(Platform, Time);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public TinyPlatform Platform { get; }

    public TinyFleet Fleet { get; }

    public OperationLedger Ledger { get; private set; } = new();

    public List<string> Log { get; } = [];

    public ActivityFailure? Gate { get; set; }

    /// <summary>Who agreed to what needs it; null: nobody.</summary>
    public string? Consent { get; set; } = "li";

    public JsonElement? Deferred { get; set; }


    public VirtualMachine Add(string name, PowerState power = PowerState.On, params (string Name, string Value)[] tags)
    {
        var vm = new VirtualMachine(
            $"tiny:{name}", name, name, power, "host-1", "blue", 2, 4L << 30,
            tags.ToImmutableSortedDictionary(tag => tag.Name, tag => tag.Value), ["10.0.0.5"], "linux");
        Platform.Put(vm);
        return vm;
    }

    public Task<ActivityResult> ExecuteAsync(IActivity activity, object input, string? vm = null, CrashAt? crash = null) =>
        activity.ExecuteAsync(Json(input), Context(vm, crash), TestContext.Current.CancellationToken);

    public async Task<ActivityResult.Done> DoneAsync(IActivity activity, object input, string? vm = null) =>
        Assert.IsType<ActivityResult.Done>(await ExecuteAsync(activity, input, vm));

    public Task<ActivityFailure> FailsAsync(IActivity activity, object input, string? vm = null) =>
        Assert.ThrowsAsync<ActivityFailure>(() => ExecuteAsync(activity, input, vm));

    public PlannedChange? Plan(ITargetActivity activity, object input, string vm) => activity.Plan(Json(input), Fleet.FindVm($"tiny:{vm}")!);

    public Task<TargetSelection> SelectAsync(ITargetActivity activity, object input) =>
        activity.SelectAsync(Json(input), new SelectionContext(Fleet, Time), TestContext.Current.CancellationToken);

    public string[] Operations => [.. Platform.Effects.Select(effect => effect.Operation)];

    /// <summary>A new unit in the same world.</summary>
    public void NextUnit() => (Ledger, Deferred) = (new OperationLedger(), null);

    public void Dispose() => http.Dispose();

    private static JsonElement Json(object input) => input as JsonElement? ?? ActivityJson.Write(input);

    public RecordingContext Context(string? vm, CrashAt? crash = null) => new(Ledger, Platform, Time)
    {
        RunId = "run-1",
        StepPath = "step",
        Attempt = 1,
        Key = $"run-1/step/{vm}",
        Target = vm is null ? null : Fleet.FindVm($"tiny:{vm}"),
        DeferredState = Deferred,
        Begun = Ledger.Begun,
        Fleet = Fleet,
        Time = Time,
        Http = http.CreateClient,
        Crash = crash,
        Gate = Gate,
        Consent = Consent,
        Lines = Log,
    };
}
