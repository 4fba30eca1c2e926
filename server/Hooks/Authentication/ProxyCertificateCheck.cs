using System.Net;

namespace Runbooks.Server.Hooks.Authentication;

/// <summary>A client certificate that a proxy has checked, by the subject that it says it saw. Only a proxy that was named is believed.</summary>
internal static class ProxyCertificateCheck
{
    public static Verdict Check(HookRequest request, string subject, HookOptions options)
    {
        if (options.ClientCertificateHeader is not { } header) return Verdict.Forbidden("hook.untrusted-proxy", "No proxy that checks certificates is configured.");
        if (!IsTrusted(request.Peer, options)) return Verdict.Forbidden("hook.untrusted-proxy", "This did not come by the proxy that checks certificates.");
        if (request.Header(header) is not { } seen) return Verdict.Missing("The proxy saw no client certificate.");
        return SharedSecretCheck.AreEqual(seen.Trim(), subject.Trim()) ? new Verdict.Trusted() : Verdict.Wrong("The client certificate is another one than this source's.");
    }

    private static bool IsTrusted(IPAddress? peer, HookOptions options)
    {
        if (peer is null) return false;
        var plain = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        return options.TrustedProxies.Any(proxy => IPAddress.Parse(proxy).Equals(plain));
    }
}
