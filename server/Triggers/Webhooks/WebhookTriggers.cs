using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Server.Http;
using Runbooks.Server.Secrets;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Server.Triggers.Webhooks;

/// <summary>Triggers that fire at a request. What the sender shows is kept as a secret.</summary>
internal sealed class WebhookTriggers(SecretStore secrets) : ITriggerType
{
    public const string TypeName = "webhook";

    public string Name => TypeName;

    public Type SettingsType => typeof(WebhookSettings);

    public IReadOnlyCollection<string> Names => ["trigger", "payload"];

    public async ValueTask<TriggerPart> CheckAsync(JsonElement settings, Trigger? present, CancellationToken cancellation)
    {
        var read = settings.Deserialize<WebhookSettings>(ActivityJson.Options)!;
        var errors = new List<ProblemError>();
        if (read.Schema is { } schema) errors.AddRange(PayloadSchema.CheckSchema(schema).Select(problem => new ProblemError("/schema" + problem.Path, problem.Message)));
        var shows = read.Authentication;
        if (shows.Type == WebhookProof.Basic && string.IsNullOrEmpty(shows.User)) errors.Add(new ProblemError("/authentication/user", "Required and missing."));
        if (shows.Tolerance is { } tolerance && (tolerance <= TimeSpan.Zero || tolerance > TimeSpan.FromHours(1)))
            errors.Add(new ProblemError("/authentication/tolerance", "A tolerance is an hour at most."));
        var given = new Dictionary<string, string?> { ["token"] = shows.Token, ["password"] = shows.Password, ["secret"] = shows.Secret };
        var needed = SecretOf(shows.Type);
        if (given[needed] is null && !await IsKeptAsync(present, needed, cancellation)) errors.Add(new ProblemError($"/authentication/{needed}", "Required and missing."));
        var kept = read with { Authentication = shows with { Token = null, Password = null, Secret = null } };
        return new TriggerPart(JsonSerializer.SerializeToElement(kept, ActivityJson.Options))
        {
            Problems = errors,
            Secrets = given.Where(secret => secret.Value is not null || secret.Key != needed).ToDictionary(),
        };
    }

    public ValueTask<IReadOnlyDictionary<string, object?>> ViewAsync(Trigger trigger, CancellationToken cancellation) =>
        new(new Dictionary<string, object?> { ["address"] = $"/hooks/triggers/{trigger.Id}" });

    public static string SecretOf(WebhookProof type) => type switch
    {
        WebhookProof.Bearer => "token",
        WebhookProof.Basic => "password",
        _ => "secret",
    };

    private async Task<bool> IsKeptAsync(Trigger? present, string name, CancellationToken cancellation) =>
        present is not null && (await secrets.ListAsync(SecretScope.OfTrigger(present.Id), cancellation)).Any(secret => secret.Name == name);
}
