using System.Text.Json;
using Runbooks.Activities.Integration;

namespace Runbooks.Activities.Messaging.Sending;

/// <summary>Services that answer 200 to everything, with a number in the body that is 0 where the message was taken.</summary>
internal static class ErrorCode
{
    /// <param name="code">The number's member.</param>
    /// <param name="passing">Numbers that pass by themselves: too many messages, or the service is busy.</param>
    public static Func<HttpAnswer, Refusal?> Of(string code, params int[] passing) => answer =>
    {
        // A proxy's page instead of the service's answer is no success.
        if (answer.Body is not { ValueKind: JsonValueKind.Object } body || !body.TryGetProperty(code, out var number) || !number.TryGetInt32(out var value))
            return new Refusal(MessageSent.Of(answer).Answer ?? "", MayPass: false);
        return value == 0 ? null : new Refusal(MessageSender.Short(body.GetRawText()), passing.Contains(value));
    };
}
