namespace Runbooks.Activities.Integration;

/// <summary>Why there is no answer, in words.</summary>
internal static class HttpFailure
{
    public static ActivityFailure TimedOut(HttpCall call) => new(
        "http.timeout",
        $"{call.Words} was not answered within {Duration.ToWords(call.Input.Timeout)}. {State(call)} Next: see whether the other side is slow, then retry.",
        retryable: true) { EffectUnknown = !call.ReadsOnly };

    public static ActivityFailure TooLarge(HttpCall call, int status) => new(
        "http.answer-too-large",
        $"{call.Words} was answered {status} with more than {HttpCall.MaximumAnswer / 1024} KB. The request was carried out, its answer was dropped. "
        + "Next: ask for less, for instance by pages.");

    public static ActivityFailure Of(HttpCall call, HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => NotSent("http.unreachable", call, $"its name cannot be resolved: {Said(error)}", retryable: true),
        HttpRequestError.ConnectionError => NotSent("http.unreachable", call, $"the other side cannot be reached: {Said(error)}", retryable: true),
        HttpRequestError.SecureConnectionError => NotSent("http.tls", call, $"there is no secure connection: {Said(error)}", retryable: false),
        _ => new ActivityFailure(
            "http.interrupted",
            $"{call.Words} broke off: {Said(error)} {State(call)} Next: see what the other side did, then retry.",
            retryable: true) { EffectUnknown = !call.ReadsOnly },
    };

    private static ActivityFailure NotSent(string code, HttpCall call, string why, bool retryable) =>
        new(code, $"{call.Words} was not sent; {why} Next: check the address and the network, then retry.", retryable);

    private static string State(HttpCall call) =>
        call.ReadsOnly ? "Nothing was changed." : "Whether the other side acted on it is not known.";

    private static string Said(Exception error)
    {
        var text = (error.InnerException ?? error).Message;
        return text.EndsWith('.') ? text : text + ".";
    }
}
