using System.Net;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Hooks;

/// <summary>Bound from <c>Runbooks:Hooks</c>.</summary>
internal sealed class HookOptions : ICheckedOptions
{
    /// <summary>The header in which a proxy says which subject it saw in the client's certificate; null: no source may rely on one.</summary>
    public string? ClientCertificateHeader { get; init; }

    /// <summary>The addresses of that proxy. From anywhere else the header counts for nothing.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    public IEnumerable<(string Key, string Message)> Problems()
    {
        if (ClientCertificateHeader is not null && TrustedProxies.Count == 0)
            yield return (nameof(TrustedProxies), "must name the addresses of the proxy that sets the header: anybody could send it.");
        foreach (var (index, proxy) in TrustedProxies.Index())
            if (!IPAddress.TryParse(proxy, out _)) yield return ($"{nameof(TrustedProxies)}:{index}", $"'{proxy}' is not an address.");
    }
}
