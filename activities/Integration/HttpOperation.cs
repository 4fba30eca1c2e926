using System.Text.Json;
using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Integration;

/// <summary>A changing request as an operation: sent once a key, its answer kept.</summary>
internal static class HttpOperation
{
    // What is committed as the handle; a larger answer is kept only when the operation settles.
    private const int MaximumHandle = 16 * 1024;

    /// <param name="check">Turns an answer that is a refusal into a failure, so that a retry sends the request again.</param>
    /// <exception cref="ActivityFailure">No answer, a refusal, or an answer that a restart lost (<c>step.interrupted</c>).</exception>
    public static async Task<HttpAnswer> CarryOutAsync(
        ActivityContext context, HttpCall call, Action<HttpAnswer>? check, CancellationToken cancellation)
    {
        HttpAnswer? answer = null;
        var end = await context.OperationAsync(
            new OperationCall
            {
                Name = "request",
                Kind = OperationKind.Keyed,
                Start = async (key, token) =>
                {
                    answer = await call.SendAsync(context, key, token);
                    check?.Invoke(answer);
                    return Handle(answer);
                },
                Attach = (handle, _) => Task.FromResult<JsonElement?>(ActivityJson.Write(answer ?? Kept(handle) ?? throw Lost(call, handle))),
            },
            cancellation);
        return end.Result!.Value.Deserialize<HttpAnswer>(ActivityJson.Options)!;
    }

    private static string Handle(HttpAnswer answer)
    {
        var whole = JsonSerializer.Serialize(answer, ActivityJson.Options);
        return whole.Length <= MaximumHandle ? whole : answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static HttpAnswer? Kept(string handle) =>
        handle.StartsWith('{') ? JsonSerializer.Deserialize<HttpAnswer>(handle, ActivityJson.Options) : null;

    private static ActivityFailure Lost(HttpCall call, string status) => new(
        "step.interrupted",
        $"{call.Words} was carried out and answered {status}, but this server stopped before it had kept the answer, which is large. "
        + "Nothing was sent again. Next: see the result on the other side; run the step again only if it may happen twice.");
}
