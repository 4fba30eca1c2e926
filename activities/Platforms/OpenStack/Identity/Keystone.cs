using Runbooks.Activities.Platforms.OpenStack.Http;

namespace Runbooks.Activities.Platforms.OpenStack.Identity;

/// <summary>Asks Keystone for tokens (Identity API v3). https://docs.openstack.org/api-ref/identity/v3/</summary>
internal sealed class Keystone(HttpTransport transport, OpenStackAccess access, TimeProvider time)
{
    private static readonly TimeSpan LifeUnknown = TimeSpan.FromHours(1);

    private readonly Uri _tokens = TokensOf(access.Settings.AuthUrl);

    /// <exception cref="PlatformException">Keystone refused, failed, or is not there.</exception>
    public async Task<Session> LoginAsync(CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(access.Secret))
        {
            var name = string.IsNullOrEmpty(access.Settings.ApplicationCredentialId) ? OpenStackFactory.Password : OpenStackFactory.ApplicationCredentialSecret;
            throw new PlatformException(PlatformError.Unauthorised, $"this connection has no secret '{name}'");
        }

        var answer = await transport.SendAsync(HttpMethod.Post, _tokens, Request(access.Settings, access.Secret), [], cancellation);
        var token = ApiJson.Read<TokenBody>(answer.Body, "token");
        if (answer.Token is null) throw new PlatformException(PlatformError.Invalid, $"{_tokens} gave no token; look whether the address is that of Keystone");
        if (token.Project is null || token.Catalog is null)
            throw new PlatformException(PlatformError.Unauthorised, "the token holds for no project; give one in the connection's settings");
        var region = ServiceCatalogue.Region(token.Catalog, access.Settings.Region);
        return new Session(answer.Token, RenewAt(token), token.Project.Id, region, ServiceCatalogue.Endpoints(token.Catalog, region, access.Settings.Interface));
    }

    /// <summary>Well before its end: a token must last as long as the longest call that it was given to.</summary>
    private DateTimeOffset RenewAt(TokenBody token)
    {
        var life = token.ExpiresAt - (token.IssuedAt ?? token.ExpiresAt - LifeUnknown);
        var before = life / 5 < Limits.RenewBefore ? life / 5 : Limits.RenewBefore;
        // By how long it lives from now on: the cloud's clock need not be this machine's.
        return time.GetUtcNow() + life - before;
    }

    private static object Request(OpenStackSettings settings, string secret) => string.IsNullOrEmpty(settings.ApplicationCredentialId)
        ? new
        {
            auth = new
            {
                identity = new { methods = Password, password = new { user = new { name = settings.UserName, domain = Domain(settings.UserDomain, settings), password = secret } } },
                scope = new { project = new { name = settings.Project, domain = Domain(settings.ProjectDomain, settings) } },
            },
        }
        : new
        {
            auth = new { identity = new { methods = Credential, application_credential = new { id = settings.ApplicationCredentialId, secret } } },
        };

    private static object Domain(string? own, OpenStackSettings settings) => new { name = string.IsNullOrEmpty(own) ? settings.Domain : own };

    private static readonly string[] Password = ["password"], Credential = ["application_credential"];

    private static Uri TokensOf(string authUrl)
    {
        var root = authUrl.TrimEnd('/');
        return new Uri((root.EndsWith("/v3", StringComparison.Ordinal) ? root : root + "/v3") + "/auth/tokens");
    }
}
