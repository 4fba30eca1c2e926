using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Runbooks.Server.Data;
using Runbooks.Server.Hooks.Sns;

namespace Runbooks.Server.Tests.Hooks;

/// <summary>A server with sources of each kind of authentication.</summary>
public sealed class HookServer : IAsyncLifetime
{
    public const string Token = "token-of-the-source";
    public const string Topic = "arn:aws:sns:eu-west-1:123456789012:alarms";

    public const string CertificateUrl = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123.pem";

    internal AmazonStub Amazon { get; } = new();

    public RunningServer Server { get; }

    public HttpClient Client { get; private set; } = null!;

    public HttpClient Stranger { get; private set; } = null!;

    public HookServer() => Server = new RunningServer
    {
        Settings = new()
        {
            ["Runbooks:Access:BootstrapKey"] = RunningServer.BootstrapKey,
            ["Runbooks:Hooks:ClientCertificateHeader"] = "X-Client-Subject",
            ["Runbooks:Hooks:TrustedProxies:0"] = "10.9.9.9",
        },
        Replace = services => services.Replace(ServiceDescriptor.Singleton<ISnsCertificates>(Amazon)),
    };

    public async ValueTask InitializeAsync()
    {
        (Client, Stranger) = (Server.Admin(), Server.Stranger());
        await MakeAsync("am", "alertmanager", new { type = "bearer", token = Token });
        await MakeAsync("basic", "alertmanager", new { type = "basic", userName = "am", password = Token });
        await MakeAsync("github", "alertmanager", new { type = "hmac", secret = Token });
        await MakeAsync("grafana", "grafana", new { type = "hmac", secret = Token, timestampHeader = "X-Grafana-Alerting-Timestamp" });
        await MakeAsync("sns", "sns", new { type = "sns", topicArn = Topic });
        await MakeAsync("mtls", "alertmanager", new { type = "mtls", subject = "CN=am" });
        foreach (var dialect in new[] { "alertmanager", "zabbix", "datadog", "icinga", "cloudevents", "sns" }) await MakeAsync("open-" + dialect, dialect, new { type = "none" });
        var made = await Client.AskAsync(HttpMethod.Post, "/api/v1/alert-sources", new
        {
            name = "open-generic", dialect = "generic", authentication = new { type = "none" },
            mapping = new { items = "${ payload.list }", name = "${ item.name }", status = "${ item.status }" },
        });
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
    }

    public async Task MakeAsync(string name, string dialect, object authentication)
    {
        var made = await Client.AskAsync(HttpMethod.Post, "/api/v1/alert-sources", new { name, dialect, authentication });
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
    }

    public async Task<HttpAnswer> SendAsync(string source, byte[] body, string? mediaType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{source}");
        request.Content = new ByteArrayContent(body);
        if (mediaType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        foreach (var (name, value) in headers)
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content.Headers.TryAddWithoutValidation(name, value);
        using var response = await Stranger.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new HttpAnswer(response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, text);
    }

    public Task<HttpAnswer> SendAsync(string source, string body, params (string Name, string Value)[] headers) =>
        SendAsync(source, Encoding.UTF8.GetBytes(body), "application/json", headers);

    public static string Sign(string secret, string body, string? time = null) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(time is null ? body : $"{time}:{body}")));

    public static string TimeOf(TimeSpan ago) => $"{(DateTimeOffset.UtcNow - ago).ToUnixTimeSeconds()}";

    internal async Task<T> ReadAsync<T>(Func<RunbooksDbContext, Task<T>> read)
    {
        await using var db = await Server.Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await read(db);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Stranger.Dispose();
        await Server.DisposeAsync();
        Amazon.Dispose();
    }
}

/// <summary>Amazon SNS, as far as it signs and is asked.</summary>
internal sealed class AmazonStub : ISnsCertificates, IDisposable
{
    private readonly RSA key = RSA.Create(2048);
    private readonly X509Certificate2 certificate;

    public AmazonStub() => certificate = new CertificateRequest("CN=sns.amazonaws.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));

    public List<string> Confirmed { get; } = [];

    public bool Answers { get; set; } = true;

    public ValueTask<X509Certificate2?> FindAsync(string url, CancellationToken cancellation) => new(Answers && url == HookServer.CertificateUrl ? certificate : null);

    public Task<bool> ConfirmAsync(string url, CancellationToken cancellation)
    {
        if (Answers) Confirmed.Add(url);
        return Task.FromResult(Answers);
    }

    /// <param name="change">Of what is signed.</param>
    public string Message(string version = "2", Action<SortedDictionary<string, string>>? change = null)
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Message"] = System.Text.Json.JsonElement.Parse(Alerts.Samples.Text("sns-alarm.json")).GetProperty("Message").GetString()!,
            ["MessageId"] = Guid.NewGuid().ToString(), ["Subject"] = "ALARM", ["Timestamp"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["TopicArn"] = HookServer.Topic, ["Type"] = "Notification",
        };
        change?.Invoke(members);
        // In the order of their names, which SNS signs them in.
        var signed = string.Concat(members.Select(member => $"{member.Key}\n{member.Value}\n"));
        var hash = version == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        members["Signature"] = Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(signed), hash, RSASignaturePadding.Pkcs1));
        members["SignatureVersion"] = version;
        members["SigningCertURL"] = HookServer.CertificateUrl;
        return System.Text.Json.JsonSerializer.Serialize(members);
    }

    public void Dispose()
    {
        certificate.Dispose();
        key.Dispose();
    }
}
