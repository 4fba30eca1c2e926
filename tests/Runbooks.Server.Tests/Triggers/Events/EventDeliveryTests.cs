using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Runbooks.Server.Data;
using Runbooks.Server.Deliveries;
using Runbooks.Server.Secrets;
using Runbooks.Server.Tests.Workflows;
using Runbooks.Server.Triggers.Events;

namespace Runbooks.Server.Tests.Triggers.Events;

/// <summary>Delivery as one process after the other has it, to a receiver that answers as a test says.</summary>
public sealed class EventDeliveryTests(EventDeliveryTests.Undelivered server) : IClassFixture<EventDeliveryTests.Undelivered>
{
    [Fact]
    public async Task Deliver_ByOneProcessAfterAnother_TellsEachChangeOnceInOrder()
    {
        var receiver = new Receiver();
        await RunAsync("told");
        await SubscribeAsync("each", new { url = "http://receiver.test/", workflow = "told", token = "the-token-of-the-receiver" });
        var run = await RunAsync("told");
        await RunAsync("untold");

        await DeliverAsync("each", receiver);
        await DeliverAsync("each", receiver);
        var second = await RunAsync("told");
        await DeliverAsync("each", receiver);

        var told = receiver.Taken.Select(text => JsonElement.Parse(text)).ToList();
        foreach (var one in new[] { run, second })
        {
            var history = (await server.Client.AskAsync($"/api/v1/runs/{one}/history")).Json.EnumerateArray()
                .Where(e => e.GetProperty("type").GetString()!.Split('.')[0] is "run" or "step")
                .Select(e => ($"{one}/{e.GetProperty("sequence").GetInt64()}", "dev.runbooks." + e.GetProperty("type").GetString())).ToList();
            Assert.Equal(history, told.Where(e => e.GetProperty("subject").GetString() == $"/runs/{one}").Select(e => (e.GetProperty("id").GetString()!, e.GetProperty("type").GetString()!)));
        }

        Assert.Equal(told.Count, told.Select(e => e.GetProperty("id").GetString()).Distinct().Count());
        Assert.All(told, e => Assert.Contains(e.GetProperty("subject").GetString(), new[] { $"/runs/{run}", $"/runs/{second}" }));
        Assert.All(receiver.Tokens, token => Assert.Equal("Bearer the-token-of-the-receiver", token));
        Assert.DoesNotContain("the-token-of-the-receiver", (await server.Client.AskAsync("/api/v1/event-subscriptions")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_ReceiverFails_WaitsAndLosesNothing()
    {
        var receiver = new Receiver { Answers = HttpStatusCode.ServiceUnavailable };
        await SubscribeAsync("failing", new { url = "http://receiver.test/", workflow = "failed-to", types = new[] { "run.ended" } });
        await RunAsync("failed-to");
        await RunAsync("failed-to");

        await DeliverAsync("failing", receiver);
        var waiting = await ShowAsync("failing");
        receiver.Answers = HttpStatusCode.NoContent;
        await DeliverAsync("failing", receiver);

        Assert.Equal((1, "The receiver answered 503."), (waiting.GetProperty("attempts").GetInt32(), waiting.GetProperty("lastError").GetString()));
        Assert.True(waiting.GetProperty("nextAttemptAt").GetDateTimeOffset() > DateTimeOffset.UtcNow);
        Assert.Equal(2, receiver.Taken.Count);
        Assert.Equal((0, 0), ((await ShowAsync("failing")).GetProperty("attempts").GetInt32(), (await ShowAsync("failing")).GetProperty("deadLetters").GetInt32()));
    }

    [Fact]
    public async Task Deliver_WhatIsNeverTaken_IsPutAsideAndCanBeSentAgain()
    {
        var receiver = new Receiver { Answers = HttpStatusCode.UnprocessableEntity };
        await SubscribeAsync("refusing", new { url = "http://receiver.test/", workflow = "refused", types = new[] { "run.ended" } });
        await RunAsync("refused");
        await DeliverAsync("refusing", receiver);
        receiver.Answers = HttpStatusCode.ServiceUnavailable;
        await RunAsync("refused");
        await DeliverAsync("refusing", receiver);
        await AgeAsync("refusing", DeliveryAttempts.Patience);
        await DeliverAsync("refusing", receiver);
        receiver.Answers = HttpStatusCode.OK;
        await RunAsync("refused");
        await DeliverAsync("refusing", receiver);

        var letters = (await server.Client.AskAsync("/api/v1/event-subscriptions/refusing/dead-letters")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["The receiver answered 503.", "The receiver answered 422."], letters.Select(letter => letter.GetProperty("error").GetString()));
        Assert.Equal("dev.runbooks.run.ended", letters[0].GetProperty("event").GetProperty("type").GetString());
        Assert.Single(receiver.Taken);

        // The server's own sender cannot reach it.
        var again = await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/event-subscriptions/refusing/dead-letters/{letters[0].GetProperty("id").GetString()}/send");
        again.AssertProblem(HttpStatusCode.BadGateway, "event-subscription.undelivered");
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.AskAsync(HttpMethod.Delete, "/api/v1/event-subscriptions/refusing")).Status);
        (await server.Client.AskAsync("/api/v1/event-subscriptions/refusing/dead-letters")).AssertProblem(HttpStatusCode.NotFound, "event-subscription.not-found");
    }

    /// <summary>Long before it would look by itself, which is every half a minute.</summary>
    [Fact]
    public async Task Execute_SubscriptionThenRuns_IsWokenByEach()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var receiver = new Receiver();
        using var delivery = Make(receiver);
        await delivery.StartAsync(cancellation);
        await SubscribeAsync("woken", new { url = "http://receiver.test/", workflow = "wakes", types = new[] { "run.ended" } });

        foreach (var number in new[] { 1, 2 })
        {
            await RunAsync("wakes");
            await receiver.UntilTakenAsync(number).WaitAsync(TimeSpan.FromSeconds(20), cancellation);
        }

        await delivery.StopAsync(cancellation);
        Assert.Equal(2, receiver.Taken.Count);
    }

    [Theory]
    [InlineData("""{ "url": "ftp://a" }""", "/url")]
    [InlineData("""{ "url": "here" }""", "/url")]
    [InlineData("""{ "url": "http://a", "types": [] }""", "/types")]
    [InlineData("""{ "url": "http://a", "types": ["run.*", "Run ended"] }""", "/types/1")]
    [InlineData("""{ "url": "http://a", "name": "" }""", "/name")]
    public async Task Save_BadSubscription_IsRefusedWithItsPlace(string body, string path)
    {
        var answer = await server.Client.AskAsync(HttpMethod.Put, "/api/v1/event-subscriptions/bad", body);

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "event-subscription.invalid");
        Assert.Equal(path, Assert.Single(answer.Errors).Path);
    }

    /// <summary>A new delivery, that knows only what is stored.</summary>
    private async Task DeliverAsync(string id, Receiver receiver)
    {
        using var delivery = Make(receiver);
        await delivery.DeliverAsync(id, TestContext.Current.CancellationToken);
    }

    private EventDelivery Make(Receiver receiver)
    {
        var sender = new EventSender(() => new HttpClient(receiver, disposeHandler: false), server.Services.GetRequiredService<SecretStore>());
        return ActivatorUtilities.CreateInstance<EventDelivery>(server.Services, sender);
    }

    private async Task SubscribeAsync(string id, object body) =>
        Assert.Equal(HttpStatusCode.Created, (await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/event-subscriptions/{id}", body)).Status);

    private async Task<JsonElement> ShowAsync(string id) =>
        (await server.Client.AskAsync("/api/v1/event-subscriptions")).Json.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);

    private async Task AgeAsync(string id, TimeSpan by)
    {
        await using var db = await server.Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var one = db.EventSubscriptions.Single(known => known.Id == id);
        one.FailingSince -= by;
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> RunAsync(string workflow)
    {
        if ((await server.Client.AskAsync($"/api/v1/workflows/{workflow}")).Status == HttpStatusCode.NotFound)
        {
            await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{workflow}", WorkflowDocuments.Waiting(workflow, "PT0.01S"));
            await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{workflow}/publish");
        }

        var run = (await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{workflow}/runs?wait=30s", new { })).Json;
        Assert.Equal("completed", run.GetProperty("status").GetString());
        return run.GetProperty("id").GetString()!;
    }

    private sealed class Receiver : HttpMessageHandler
    {
        public HttpStatusCode Answers { get; set; } = HttpStatusCode.OK;

        public ConcurrentQueue<string> Taken { get; } = [];

        public ConcurrentQueue<string> Tokens { get; } = [];

        private readonly SemaphoreSlim more = new(0);

        public async Task UntilTakenAsync(int count)
        {
            while (Taken.Count < count) await more.WaitAsync();
        }

        protected override void Dispose(bool disposing)
        {
            more.Dispose();
            base.Dispose(disposing);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("application/cloudevents+json", request.Content!.Headers.ContentType!.MediaType);
            if ((int)Answers < 300)
            {
                Taken.Enqueue(await request.Content.ReadAsStringAsync(cancellationToken));
                more.Release();
            }

            if (request.Headers.Authorization is { } token) Tokens.Enqueue(token.ToString());
            return new HttpResponseMessage(Answers);
        }
    }

    public sealed class Undelivered : IAsyncLifetime
    {
        private readonly RunningServer running = new()
        {
            Replace = services => services.Remove(services.Single(service =>
                service.ServiceType == typeof(IHostedService) && service.ImplementationFactory?.Method.ReturnType == typeof(EventDelivery))),
        };

        public HttpClient Client { get; private set; } = null!;

        public IServiceProvider Services => running.Services;

        public ValueTask InitializeAsync()
        {
            Client = running.Admin();
            return ValueTask.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await running.DisposeAsync();
        }
    }
}
