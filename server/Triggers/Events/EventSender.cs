using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Runbooks.Activities;
using Runbooks.Server.Secrets;

namespace Runbooks.Server.Triggers.Events;

/// <summary>What became of sending one event.</summary>
/// <param name="Error">Null: it was taken.</param>
/// <param name="IsFinal">The receiver will never take it.</param>
internal sealed record Sent(string? Error, bool IsFinal);

/// <summary>Sends one event to a subscription's address.</summary>
internal sealed class EventSender(Func<HttpClient> clients, SecretStore secrets)
{
    public const string TokenName = "token";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task<Sent> SendAsync(EventSubscriptionEntity subscription, string text, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Url) { Content = new StringContent(text, Encoding.UTF8, CloudEventText.MediaType) };
            if (await secrets.ResolveAsync(SecretScope.OfSubscription(subscription.Id), TokenName, cancellation) is { } token)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var client = clients();
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return answer.IsSuccessStatusCode ? new Sent(null, false) : new Sent($"The receiver answered {(int)answer.StatusCode}.", IsFinal(answer.StatusCode));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Sent("The receiver did not answer within 10 s.", false);
        }
        catch (Exception error) when (error is HttpRequestException or ActivityFailure)
        {
            return new Sent((error.InnerException as ActivityFailure ?? error).Message, false);
        }
    }

    /// <summary>About the event itself. A wrong address or token may be mended.</summary>
    private static bool IsFinal(HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity;
}
