using System.Text.Json;

namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>An answer that refuses, in the words and the wrapping of the service that gives it.</summary>
internal sealed class Refusal(int status, string member, string message, int? retryAfter = null) : Exception(message)
{
    public int Status { get; } = status;

    public int? RetryAfter { get; } = retryAfter;

    public string Body { get; } = JsonSerializer.Serialize(new Dictionary<string, object> { [member] = new { code = status, message } });

    public static Refusal BadRequest(string message) => new(400, "badRequest", message);

    public static Refusal Forbidden(string rule) => new(403, "forbidden", $"Policy doesn't allow {rule} to be performed.");

    public static Refusal NotFound(string message) => new(404, "itemNotFound", message);

    public static Refusal NoServer(string id) => NotFound($"Instance {id} could not be found.");

    public static Refusal Conflict(string message) => new(409, "conflictingRequest", message);
}
