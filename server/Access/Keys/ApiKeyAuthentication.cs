using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Runbooks.Server.Access.Keys;

/// <summary>Signs in the caller who presents <c>Authorization: Bearer {key}</c>.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeyRing keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        return await keys.FindAsync(header[Prefix.Length..]) is { } holder
            ? AuthenticateResult.Success(new AuthenticationTicket(Caller.Make(SchemeName, holder), SchemeName))
            : AuthenticateResult.Fail("The key is not known, or it has expired.");
    }
}
