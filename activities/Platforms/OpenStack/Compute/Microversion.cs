using System.Globalization;
using Runbooks.Activities.Platforms.OpenStack.Http;

namespace Runbooks.Activities.Platforms.OpenStack.Compute;

/// <summary>The version of Nova's API that calls are made in: the newest that both sides know.</summary>
internal readonly record struct Microversion(int Major, int Minor) : IComparable<Microversion>
{
    /// <summary>Train, of October 2019: the last that changes what these calls rely on. 2.74 lets a host be chosen, 2.69 names servers
    /// whose cell is down, 2.53 knows services by UUID.</summary>
    public static readonly Microversion Lowest = new(2, 79);

    /// <summary>Up to it versions only add: 2.84 says why an action failed. From 2.88 on hypervisors have no size.</summary>
    public static readonly Microversion Highest = new(2, 87);

    public static bool TryParse(string? text, out Microversion version)
    {
        var parts = text?.Split('.') ?? [];
        version = default;
        if (parts.Length != 2 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var major) || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var minor))
            return false;
        version = new Microversion(major, minor);
        return true;
    }

    /// <exception cref="PlatformException"><see cref="PlatformError.Unsupported"/>: there is none that both know.</exception>
    public static Microversion Agree(VersionBody offered)
    {
        if (!TryParse(offered.Version, out var newest) || !TryParse(offered.MinVersion, out var oldest) || newest.CompareTo(Lowest) < 0 || oldest.CompareTo(Highest) > 0)
        {
            throw new PlatformException(
                PlatformError.Unsupported, $"this cloud's Nova speaks the microversions {offered.MinVersion} to {offered.Version}; {Lowest} (Train) to {Highest} are needed");
        }

        return newest.CompareTo(Highest) < 0 ? newest : Highest;
    }

    public int CompareTo(Microversion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public KeyValuePair<string, string> Header => new("OpenStack-API-Version", $"compute {this}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}

internal sealed record VersionBody(string? MinVersion, string? Version);

/// <summary>Asks once which version it is.</summary>
internal sealed class Negotiation(ServiceClient service)
{
    private Microversion? _agreed;

    public async Task<Microversion> VersionAsync(CancellationToken cancellation)
    {
        if (_agreed is { } known) return known;
        var answer = await service.SendAsync(HttpMethod.Get, "/", null, cancellation);
        return (_agreed = Microversion.Agree(ApiJson.Read<VersionBody>(answer.Body, "version"))).Value;
    }

    /// <summary>The cloud may have been changed since.</summary>
    public void Forget() => _agreed = null;
}
