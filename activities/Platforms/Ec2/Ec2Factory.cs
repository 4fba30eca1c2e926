using System.Text.Json;

namespace Runbooks.Activities.Platforms.Ec2;

/// <summary>Makes connections to regions of AWS EC2. The AWS SDK is loaded by a connection's first call, not before.</summary>
public sealed class Ec2Factory : IPlatformFactory
{
    public const string Name = "ec2";

    internal const string SecretAccessKey = "secretAccessKey", SessionToken = "sessionToken";

    public string Platform => Name;

    public Type SettingsType => typeof(Ec2Settings);

    public IReadOnlyList<string> SecretNames => [SecretAccessKey, SessionToken];

    public IPlatform Create(JsonElement settings, IReadOnlyDictionary<string, string> secrets, TimeProvider time) =>
        new Ec2Platform(Access(ActivityJson.Read<Ec2Settings>(settings), secrets), time);

    internal static Ec2Access Access(Ec2Settings settings, IReadOnlyDictionary<string, string> secrets) => new(
        settings.Checked(secrets), secrets.GetValueOrDefault(SecretAccessKey), secrets.GetValueOrDefault(SessionToken));
}

/// <summary>The settings with what they are unlocked by.</summary>
internal sealed record Ec2Access(Ec2Settings Settings, string? SecretAccessKey, string? SessionToken)
{
    /// <summary>How often the SDK repeats a call that was throttled or cut, by its standard mode: at random times that double.</summary>
    public int Retries { get; init; } = Limits.Retries;
}
