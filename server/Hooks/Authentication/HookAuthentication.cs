using Microsoft.Extensions.Options;
using Runbooks.Server.Alerts.Sources;
using Runbooks.Server.Hooks.Sns;

namespace Runbooks.Server.Hooks.Authentication;

/// <summary>Asks of a request what its source's authentication asks.</summary>
internal sealed class HookAuthentication(SnsSignature sns, IOptions<HookOptions> options)
{
    /// <summary>Whether the headers alone decide, so that the body of a stranger is never read.</summary>
    public static bool IsByHeaders(AuthenticationType type) => type is not (AuthenticationType.Hmac or AuthenticationType.Sns);

    public async ValueTask<Verdict> CheckAsync(AlertSource source, HookRequest request, CancellationToken cancellation)
    {
        if (source.Secret is null && AuthenticationSecret.NameFor(source.Authentication.Type) is { } secret)
            return Verdict.Wrong($"The server does not have the {secret} of this source; it has to be set again.");
        return source.Authentication.Type switch
        {
            AuthenticationType.Bearer => SharedSecretCheck.Bearer(request, source.Secret!),
            AuthenticationType.Basic => SharedSecretCheck.Basic(request, source.Authentication.UserName!, source.Secret!),
            AuthenticationType.Hmac => HmacCheck.Check(request, source.Authentication.SignatureHeader!, SignedTime(source.Authentication), source.Secret!),
            AuthenticationType.Sns => await sns.CheckAsync(request, source.Authentication, cancellation),
            AuthenticationType.Mtls => ProxyCertificateCheck.Check(request, source.Authentication.Subject!, options.Value),
            AuthenticationType.None => new Verdict.Trusted(),
            var other => throw new InvalidOperationException($"No check for {other}."),
        };
    }

    private static (string Header, TimeSpan Tolerance)? SignedTime(AuthenticationSettings settings) =>
        settings.TimestampHeader is { } header ? (header, settings.Tolerance!.Value) : null;
}
