using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>Keystone: gives tokens that end, and says where the services are.</summary>
internal sealed class IdentityCalls(World world, CloudFaults faults, Func<string> address)
{
    public const string Password = "correct horse", CredentialId = "ffffffffffffffffffffffffffffffff", CredentialSecret = "battery staple";

    private static readonly User Admin = new("admin", World.Project, true), Member = new("member", World.Project, false);

    private readonly Dictionary<string, (User User, DateTimeOffset Ends)> _tokens = [];

    /// <summary>How often somebody entered.</summary>
    public int Logins { get; private set; }

    /// <summary>How often somebody was not let in.</summary>
    public int Refused { get; private set; }

    public TimeSpan Life { get; set; } = TimeSpan.FromHours(1);

    public List<string> Regions { get; } = [World.Region];

    /// <summary>Somebody has revoked all tokens.</summary>
    public void Revoke() => _tokens.Clear();

    public (int Status, string Text) Login(string method, string body, HttpResponse response)
    {
        if (method != "POST") throw new Refusal(405, "error", "The method is not allowed for the requested URL.");
        var user = Who(Call.Checked(JsonElement.Parse(body), "auth").GetProperty("auth"));
        if (faults.CredentialsExpired || user is null)
        {
            Refused++;
            throw new Refusal(401, "error", "The request you have made requires authentication.");
        }

        var (token, now) = ($"token-{++Logins}", world.Clock.GetUtcNow());
        _tokens[token] = (user, now + Life);
        response.Headers["X-Subject-Token"] = token;
        return (201, JsonSerializer.Serialize(new
        {
            token = new
            {
                methods = new[] { "password" }, issued_at = now.ToString("O"), expires_at = (now + Life).ToString("O"),
                project = new { id = user.Project, name = "ops" }, user = new { id = "u", name = user.Name }, catalog = Catalogue(),
            },
        }));
    }

    public User UserOf(HttpRequest request)
    {
        var known = _tokens.TryGetValue(request.Headers["X-Auth-Token"].ToString(), out var token) && world.Clock.GetUtcNow() < token.Ends;
        return known && !faults.CredentialsExpired ? token.User : throw new Refusal(401, "error", "The request you have made requires authentication.");
    }

    private static User? Who(JsonElement auth)
    {
        var identity = auth.GetProperty("identity");
        if (identity.GetProperty("methods")[0].GetString() == "application_credential")
        {
            var credential = Call.Checked(identity.GetProperty("application_credential"), "id", "secret");
            // It has its own project; Keystone refuses another.
            if (auth.TryGetProperty("scope", out _)) throw new Refusal(401, "error", "Application credentials cannot request a scope.");
            return (credential.GetProperty("id").GetString(), credential.GetProperty("secret").GetString()) == (CredentialId, CredentialSecret) ? Member : null;
        }

        var user = Call.Checked(identity.GetProperty("password").GetProperty("user"), "name", "domain", "password");
        var project = auth.GetProperty("scope").GetProperty("project");
        var isIn = user.GetProperty("domain").GetProperty("name").GetString() == "Default" && project.GetProperty("name").GetString() == "ops"
            && project.GetProperty("domain").GetProperty("name").GetString() == "Default" && user.GetProperty("password").GetString() == Password;
        return !isIn ? null : user.GetProperty("name").GetString() switch { "admin" => Admin, "member" => Member, _ => null };
    }

    /// <summary>As clouds have it: with and without the version, with and without the project.</summary>
    private List<object> Catalogue()
    {
        var services = new List<object>
        {
            Service("identity", "keystone", "/identity"), Service("compute", "nova", $"/compute/v2.1/{World.Project}"), Service("image", "glance", "/image"),
        };
        if (world.HasNetworks) services.Add(Service("network", "neutron", "/network/v2.0/"));
        if (world.HasVolumes) services.Add(Service("volumev3", "cinderv3", $"/volume/v3/{World.Project}"));
        return services;
    }

    private object Service(string type, string name, string path) => new
    {
        type, name, id = name,
        endpoints = Regions.SelectMany(region => new[]
        {
            new { id = "a", @interface = "internal", region, region_id = region, url = "http://internal.invalid" + path },
            new { id = "b", @interface = "public", region, region_id = region, url = address() + path },
        }),
    };
}
