using System.Text.RegularExpressions;
using Runbooks.Server.Http;

namespace Runbooks.Server.Triggers.Events;

internal static partial class SubscriptionCheck
{
    public static IReadOnlyList<ProblemError> Check(string id, SubscriptionBody body)
    {
        List<ProblemError> errors = [];
        if (!IdPattern().IsMatch(id)) errors.Add(new ProblemError("/id", "An id has 1 to 63 small letters, digits, '.', '_' or '-', and begins with a letter or digit."));
        if (!Uri.TryCreate(body.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || body.Url.Length > 2_000)
            errors.Add(new ProblemError("/url", "An address that begins with http:// or https:// is expected here."));
        if (body.Name is { Length: 0 or > 100 }) errors.Add(new ProblemError("/name", "A name has 1 to 100 characters."));
        foreach (var (index, type) in (body.Types ?? []).Index())
            if (!TypePattern().IsMatch(type)) errors.Add(new ProblemError($"/types/{index}", $"'{type}' is no name of events, such as run.ended, or step.* for all that begin so."));
        if (body.Types is { Count: 0 or > 50 }) errors.Add(new ProblemError("/types", "1 to 50 names are expected here."));
        return errors;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,62}\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^([a-z-]+\.([a-z-]+|\*)|\*)\z")]
    private static partial Regex TypePattern();
}
