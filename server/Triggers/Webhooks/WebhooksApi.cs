using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Hooks;
using Runbooks.Server.Hooks.Authentication;
using Runbooks.Server.Http;
using Runbooks.Server.Secrets;
using Runbooks.Server.Triggers.Firings;
using Runbooks.Workflows.Definitions;
using Problem = Runbooks.Server.Http.Problem;

namespace Runbooks.Server.Triggers.Webhooks;

/// <summary>Where webhook triggers are called. Each has authentication of its own; the answer comes after the commit, and before the run.</summary>
internal static class WebhooksApi
{
    private const int MostBytes = 256 * 1024;
    private const int LongestKey = 200;
    private const string SignatureHeader = "X-Hub-Signature-256";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static void MapWebhooks(this IEndpointRouteBuilder routes) => routes
        .MapPost("/hooks/triggers/{id}", CallAsync)
        .WithTags("Triggers")
        .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
        .WithSummary("Fires a webhook trigger with a JSON body. Authenticates as the trigger says, not by API key. The same key again fires nothing more.")
        .AllowAnonymous();

    private static async Task<Results<Accepted<WebhookAnswer>, Problem>> CallAsync(
        string id, HttpContext http, TriggerRegistry registry, SecretStore secrets, IDbContextFactory<RunbooksDbContext> contexts, FiringLedger ledger,
        FiringStarter starter, TimeProvider time, CancellationToken cancellation)
    {
        if (registry.Find(id) is not { Type: WebhookTriggers.TypeName } trigger) return Problem.NotFound("webhook", id);
        var request = HookRequest.Of(http, await BoundedBody.ReadAsync(http.Request, MostBytes, cancellation), time.GetUtcNow());
        var settings = trigger.Read<WebhookSettings>();
        var secret = await secrets.ResolveAsync(SecretScope.OfTrigger(id), WebhookTriggers.SecretOf(settings.Authentication.Type), cancellation);
        if (Check(settings.Authentication, secret, request) is Verdict.Refused refused) return Refused(refused, http.Response);
        // Told only to those who have shown who they are.
        if (!trigger.Enabled) return new Problem(StatusCodes.Status409Conflict, "trigger.paused", $"The trigger '{trigger.Name}' is paused; nothing was fired.");
        if (!http.Request.HasJsonContentType()) return Problems.Unsupported();
        var payload = Parse(request.Body);
        if (settings.Schema is { } schema && PayloadSchema.Check(schema, payload) is { Count: > 0 } misfits)
            return Problem.Invalid("webhook.payload", "The body does not fit the trigger's schema; nothing was fired.", [.. misfits.Select(misfit => new ProblemError(misfit.Path, misfit.Message))]);
        var key = KeyOf(settings, http.Request);
        if (key.Length > LongestKey) return Problem.Invalid("idempotency-key.too-long", "An Idempotency-Key has 200 characters at most.");
        var now = time.GetUtcNow();
        var cause = new FiringCause($"webhook/{(key.Length > 0 ? key : Guid.NewGuid().ToString("N"))}", now, "Called from outside.")
        {
            Names = new Dictionary<string, JsonElement> { ["payload"] = payload },
            Detail = payload,
        };
        var (firing, isNew) = await CommitAsync(contexts, ledger, trigger, cause, cancellation);
        starter.Notice();
        return TypedResults.Accepted((string?)null, new WebhookAnswer(isNew ? 1 : 0, isNew ? 0 : 1, firing.Id));
    }

    /// <summary>A request that was signed with its time is known by its signature: who listened in and sends it again fires nothing.</summary>
    private static string KeyOf(WebhookSettings settings, HttpRequest request) => settings.Authentication is { Type: WebhookProof.Hmac, TimestampHeader: not null } signed
        ? request.Headers[signed.Header ?? SignatureHeader].ToString().ToLowerInvariant().Replace("sha256=", "", StringComparison.Ordinal)
        : request.Headers[settings.KeyHeader ?? "Idempotency-Key"].ToString();

    private static async Task<StagedFiring> CommitAsync(
        IDbContextFactory<RunbooksDbContext> contexts, FiringLedger ledger, Trigger trigger, FiringCause cause, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var staged = await ledger.StageAsync(db, trigger, cause, cancellation);
            try
            {
                if (staged.IsNew) await db.SaveChangesAsync(cancellation);
                return staged;
            }
            // The same request came twice at once: the other one was first.
            catch (DbUpdateException) when (tries < 3)
            {
            }
        }
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonElement.Parse(body.Span);
        }
        catch (JsonException error)
        {
            throw new RequestException(JsonComplaint.Explain(error));
        }
    }

    private static Verdict Check(WebhookAuthentication wanted, string? secret, HookRequest request) => (wanted.Type, secret) switch
    {
        (_, null) => Verdict.Wrong("The secret of this trigger is gone; give it a new one."),
        (WebhookProof.Bearer, _) => SharedSecretCheck.Bearer(request, secret),
        (WebhookProof.Basic, _) => SharedSecretCheck.Basic(request, wanted.User ?? "", secret),
        _ => HmacCheck.Check(
            request, wanted.Header ?? SignatureHeader,
            wanted.TimestampHeader is { } header ? (header, wanted.Tolerance ?? Tolerance) : null, secret),
    };

    private static Problem Refused(Verdict.Refused refused, HttpResponse response)
    {
        if (refused.Challenge is { } challenge) response.Headers.WWWAuthenticate = challenge;
        return new Problem(refused.Status, refused.Code, $"{refused.Message} Nothing was fired.");
    }
}

/// <param name="Accepted">1: it fired.</param>
/// <param name="Duplicates">1: this request had come before.</param>
/// <param name="Firing">What became of it: GET /api/v1/triggers/{id}/firings.</param>
internal sealed record WebhookAnswer(int Accepted, int Duplicates, string Firing);
