using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Runbooks.Activities.Patching.Salt;

/// <summary>A Salt master's HTTP API: a token for a login, calls of functions on one minion, jobs by their ids.</summary>
internal sealed class SaltApi(SaltLogin login, string minion, Func<HttpClient> http) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly HttpClient client = http();
    private string? token;

    public string Minion => minion;

    /// <summary>Begins a function, and gives its job's id.</summary>
    /// <param name="key">Kept with the job, so that it is found again.</param>
    public async Task<string> BeginAsync(string function, object[] arguments, object named, string key, CancellationToken cancellation)
    {
        var begun = await CallAsync(
            new { client = "local_async", tgt = minion, fun = function, arg = arguments, kwarg = named, metadata = new { runbooks = key } }, cancellation);
        if (begun.ValueKind == JsonValueKind.Object && begun.TryGetProperty("jid", out var jid) && jid.GetString() is { Length: > 0 } id) return id;
        throw NoMinion();
    }

    /// <summary>Runs a function, and waits for what it returns.</summary>
    public async Task<JsonElement> RunAsync(string function, object[] arguments, object named, CancellationToken cancellation)
    {
        var answers = await CallAsync(new { client = "local", tgt = minion, fun = function, arg = arguments, kwarg = named, timeout = 60 }, cancellation);
        // A minion that does not answer is left out, or is just "false".
        return answers.ValueKind == JsonValueKind.Object && answers.TryGetProperty(minion, out var answer) && answer.ValueKind != JsonValueKind.False
            ? answer
            : throw NoMinion();
    }

    /// <summary>The job that carries the key; null where the master knows none.</summary>
    public async Task<string?> FindAsync(string key, CancellationToken cancellation)
    {
        var jobs = await CallAsync(new { client = "runner", fun = "jobs.list_jobs", kwarg = new { search_metadata = new { runbooks = key } } }, cancellation);
        return jobs.ValueKind == JsonValueKind.Object ? jobs.EnumerateObject().Select(job => job.Name).FirstOrDefault() : null;
    }

    /// <summary>What the minion returned; null while it has not.</summary>
    public async Task<JsonElement?> ResultAsync(string jid, CancellationToken cancellation)
    {
        var answer = await SendAsync(HttpMethod.Get, "jobs/" + Uri.EscapeDataString(jid), null, cancellation);
        return answer.TryGetProperty("return", out var list) && list is { ValueKind: JsonValueKind.Array } && list.GetArrayLength() > 0
            && list[0] is { ValueKind: JsonValueKind.Object } returned && returned.TryGetProperty(minion, out var result)
            ? result
            : null;
    }

    /// <summary>Whether the minion says that it works on the job.</summary>
    public async Task<bool> IsRunningAsync(string jid, CancellationToken cancellation) =>
        await RunAsync("saltutil.find_job", [jid], new { }, cancellation) is { ValueKind: JsonValueKind.Object } job && job.EnumerateObject().Any();

    public Task CancelAsync(string jid, CancellationToken cancellation) => RunAsync("saltutil.term_job", [jid], new { }, cancellation);

    public void Dispose() => client.Dispose();

    private async Task<JsonElement> CallAsync(object call, CancellationToken cancellation)
    {
        var answer = await SendAsync(HttpMethod.Post, "", new[] { call }, cancellation);
        return answer.TryGetProperty("return", out var list) && list is { ValueKind: JsonValueKind.Array } && list.GetArrayLength() > 0 ? list[0] : default;
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        token ??= await SignInAsync(cancellation);
        var (status, answer) = await AskAsync(method, path, body, cancellation);
        if (status != HttpStatusCode.Unauthorized) return Accepted(status, answer);
        // Tokens run out.
        token = await SignInAsync(cancellation);
        (status, answer) = await AskAsync(method, path, body, cancellation);
        return Accepted(status, answer);
    }

    private async Task<string> SignInAsync(CancellationToken cancellation)
    {
        token = null;
        var (status, answer) = await AskAsync(
            HttpMethod.Post, "login", new { username = login.User, password = login.Password, eauth = login.Eauth }, cancellation);
        if (status == HttpStatusCode.Unauthorized)
            throw new ActivityFailure("patch.login-refused", $"The Salt master refused the login of {login.User}. Nothing was begun. Next: correct its password.");
        return Accepted(status, answer).GetProperty("return")[0].GetProperty("token").GetString()!;
    }

    private async Task<(HttpStatusCode Status, string Answer)> AskAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(method, new Uri(new Uri(login.Url.TrimEnd('/') + "/"), path));
        request.Headers.Accept.ParseAdd("application/json");
        if (token is not null) request.Headers.Add("X-Auth-Token", token);
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: JsonSerializerOptions.Web);
        try
        {
            using var response = await client.SendAsync(request, patience.Token);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(patience.Token));
        }
        catch (HttpRequestException error)
        {
            var sent = error.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError);
            throw error.InnerException as ActivityFailure ?? new ActivityFailure(
                "patch.host-unreachable", $"The Salt master cannot be reached: {error.Message} Next: see whether its API is up.", retryable: true) { EffectUnknown = sent };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ActivityFailure(
                "patch.host-unreachable", $"The Salt master did not answer within {Duration.ToWords(Patience)}. Next: see what is slow.", retryable: true) { EffectUnknown = true };
        }
    }

    private static JsonElement Accepted(HttpStatusCode status, string answer)
    {
        try
        {
            if ((int)status is >= 200 and < 300) return JsonElement.Parse(answer);
        }
        catch (JsonException)
        {
            // It is no Salt master.
        }

        throw new ActivityFailure(
            "patch.command-failed", $"The Salt master answered {(int)status}: `{(answer.Length > 300 ? answer[..300] + " …" : answer)}`", retryable: (int)status >= 500);
    }

    private ActivityFailure NoMinion() => new(
        "patch.host-unreachable", $"The Salt master has no minion '{minion}' that answers. Next: correct its id, accept its key, or start it.", retryable: true);
}
