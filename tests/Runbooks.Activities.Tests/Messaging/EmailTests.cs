using Microsoft.Extensions.Options;
using Runbooks.Activities.Messaging;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Messaging;

public sealed class EmailTests : IDisposable
{
    private static readonly object Input = new { to = "ops@example.org, Li <li@example.org>", subject = "Powered off 3 VMs: 已关机", body = "web-1\nweb-2" };

    private readonly SmtpSink sink = new();
    private readonly Bench bench = new();

    public void Dispose()
    {
        sink.Dispose();
        bench.Dispose();
    }

    [Fact]
    public async Task Execute_Recipients_GetTheMessage()
    {
        var done = await bench.DoneAsync(Email(), Input);
        Assert.Equal("sent", done.Outcome);
        Assert.Equal(2, done.Output!.Value.GetProperty("recipients").GetInt32());

        var message = Parse(Assert.Single(sink.Messages));
        Assert.Equal("Powered off 3 VMs: 已关机", message.Subject);
        Assert.Equal("web-1\nweb-2", message.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal("runbooks@example.org", message.From.Mailboxes.Single().Address);
        Assert.Equal(["ops@example.org", "li@example.org"], message.To.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.Equal(bench.Time.Start, message.Date);
        Assert.Equal("auto-generated", message.Headers["Auto-Submitted"]);
        Assert.Equal(message.MessageId, done.Output!.Value.GetProperty("messageId").GetString());
        Assert.Matches("^[0-9a-f]{32}@example.org$", message.MessageId);
    }

    [Fact]
    public async Task Execute_UserName_SignsIn()
    {
        await bench.DoneAsync(Email(options => options with { UserName = "runbooks", Password = "pw" }), Input);
        Assert.Contains(sink.Commands, command => command.StartsWith("AUTH PLAIN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Execute_SubjectWithLineBreaks_CannotAddHeaders()
    {
        await bench.DoneAsync(Email(), new { to = "ops@example.org", subject = "Done\r\nBcc: evil@example.org", body = "" });
        var message = Parse(Assert.Single(sink.Messages));
        Assert.Equal("Done Bcc: evil@example.org", message.Subject);
        Assert.Empty(message.Bcc);
        Assert.DoesNotContain(sink.Commands, command => command.Contains("evil", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("ops@example.org\r\nBcc: evil@example.org")]
    [InlineData("a@x.org,,;,b")]
    public async Task Execute_NoAddresses_IsRefused(string to)
    {
        Assert.Equal("input.invalid", (await bench.FailsAsync(Email(), new { to, subject = "x" })).Code);
        Assert.Empty(sink.Commands);
    }

    [Fact]
    public async Task Execute_TooManyAddresses_IsRefused()
    {
        var to = string.Join(", ", Enumerable.Range(0, 51).Select(i => $"u{i}@example.org"));
        Assert.Equal("input.invalid", (await bench.FailsAsync(Email(), new { to, subject = "x" })).Code);
    }

    [Theory]
    [InlineData("", "runbooks@example.org")]
    [InlineData("127.0.0.1", "")]
    public async Task Execute_NotConfigured_SaysWhatToSet(string host, string from)
    {
        var failure = await bench.FailsAsync(Email(options => options with { Host = host, From = from }), Input);
        Assert.Equal("email.not-configured", failure.Code);
        Assert.Contains("Smtp:Host and Smtp:From", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RCPT", "550 no such user", "email.refused", false)]
    [InlineData("RCPT", "451 try later", "email.deferred", true)]
    [InlineData("AUTH", "535 bad password", "email.unauthorised", false)]
    [InlineData("EHLO", "250 sink without AUTH", "email.unsupported", false)]
    [InlineData("EHLO", "", "email.unreachable", true)]
    public async Task Execute_ServerRefuses_IsMapped(string command, string answer, string code, bool retryable)
    {
        sink.Answers[command] = answer;
        var failure = await bench.FailsAsync(Email(options => options with { UserName = "runbooks", Password = "pw" }), Input);
        Assert.Equal((code, retryable, false), (failure.Code, failure.Retryable, failure.EffectUnknown));
        Assert.StartsWith($"The message was not sent. Mail server 127.0.0.1:{sink.Port}:", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", failure.Message, StringComparison.Ordinal);
        Assert.Empty(sink.Messages);
    }

    [Fact]
    public async Task Execute_MessageRefused_WasNotSent()
    {
        sink.Taken = "554 looks like spam";
        var failure = await bench.FailsAsync(Email(), Input);
        Assert.Equal(("email.refused", false), (failure.Code, failure.EffectUnknown));
    }

    [Fact]
    public async Task Execute_NobodyListens_IsUnreachable()
    {
        sink.Dispose();
        Assert.Equal("email.unreachable", (await bench.FailsAsync(Email(), Input)).Code);
    }

    [Fact]
    public async Task Execute_ConnectionBreaksAfterTheMessage_IsNotKnownAndARetryHasTheSameId()
    {
        sink.Taken = "";
        var failure = await bench.FailsAsync(Email(), Input);
        Assert.Equal(("email.interrupted", true, true), (failure.Code, failure.Retryable, failure.EffectUnknown));
        Assert.Contains("whether it will deliver it is not known", failure.Message, StringComparison.Ordinal);

        sink.Taken = "250 taken";
        await bench.DoneAsync(Email(), Input);
        Assert.Equal(2, sink.Messages.Count);
        Assert.Single(sink.Messages.Select(message => Parse(message).MessageId).Distinct());
    }

    [Fact]
    public async Task Execute_ServerIsSilent_EndsAtTheLimit()
    {
        sink.Taken = null;
        var sending = bench.FailsAsync(Email(), Input);
        await sink.Received.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(sending.IsCompleted);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("email.interrupted", (await sending).Code);
    }

    [Fact]
    public async Task Execute_AfterEveryCrash_HasOneMessageId()
    {
        var ids = new List<string>();
        var crashes = await EveryCrash.OfAsync(() => new Bench(), Email(), Input, null, (_, result) =>
            ids.Add(Assert.IsType<ActivityResult.Done>(result).Output!.Value.GetProperty("messageId").GetString()!));
        Assert.Equal(5, crashes);
        Assert.Single(ids.Distinct());
        Assert.Equal(ids.Distinct(), sink.Messages.Select(message => Parse(message).MessageId).Distinct());

        // Once without a crash; then twice only where the process died between the call and its handle.
        Assert.Equal(1 + 5 + 1, sink.Messages.Count);
    }

    private static MimeKit.MimeMessage Parse(string message)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(message));
        return MimeKit.MimeMessage.Load(stream, TestContext.Current.CancellationToken);
    }

    private Email Email(Func<SmtpOptions, SmtpOptions>? with = null)
    {
        var options = new SmtpOptions { Host = "127.0.0.1", Port = sink.Port, From = "Runbooks <runbooks@example.org>", Tls = SmtpTls.None };
        return new Email(Options.Create(with?.Invoke(options) ?? options));
    }
}
