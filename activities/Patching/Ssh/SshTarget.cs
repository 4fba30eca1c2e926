using System.Net;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Integration;

namespace Runbooks.Activities.Patching.Ssh;

/// <summary>One VM as an SSH host: where it is, how one signs in, and which host keys are its own.</summary>
/// <param name="Pin">The fingerprint of its tag; null where it has none.</param>
internal sealed record SshTarget(string Host, int Port, SshLogin Login, string? Pin, KnownHosts Known)
{
    /// <summary>The VM's tag with the fingerprint of its host key.</summary>
    public const string PinTag = "ssh-host-key";

    public string Words => $"{Login.User}@{KnownHosts.NameOf(Host, Port)}";

    /// <exception cref="ActivityFailure">It has no address, or nothing to know its host key by (<c>patch.host-key</c>).</exception>
    public static SshTarget Of(FleetVm vm, SshLogin login)
    {
        var host = GuestWords.Fill(login.Address, vm);
        var target = new SshTarget(host, login.Port, login, vm.Vm.Tags.GetValueOrDefault(PinTag), new KnownHosts(login.KnownHosts));
        if (target.Pin is not null || target.Known.TypesOf(host, login.Port).Count > 0) return target;
        throw new ActivityFailure(
            "patch.host-key",
            $"{vm.Name} was not patched: nothing says what the host key of {host} is, and who answers there would be given the login. "
            + $"Next: add its line to knownHosts, or its fingerprint as the VM's tag {PinTag} (ssh-keyscan {host} | ssh-keygen -lf -).");
    }

    public bool Trusts(ReadOnlySpan<byte> key) => Pin is { } pin ? KnownHosts.Fingerprint(key) == pin.TrimEnd('=') : Known.Trusts(Host, Port, key);

    /// <summary>The address to connect to. Guests say themselves what their addresses are, so that the guard is asked here as well.</summary>
    /// <exception cref="ActivityFailure"><c>http.forbidden-address</c>, or its name leads nowhere (<c>patch.host-unreachable</c>).</exception>
    public async Task<IPAddress> ResolveAsync(OutboundGuard guard, CancellationToken cancellation)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(Host, cancellation);
        }
        catch (System.Net.Sockets.SocketException error)
        {
            throw new ActivityFailure(
                "patch.host-unreachable", $"The name {Host} cannot be resolved ({error.Message}); nothing was sent. Next: correct the address.", retryable: true);
        }

        return addresses.FirstOrDefault(guard.Allows) ?? throw new ActivityFailure(
            "http.forbidden-address",
            $"{Host} is an address that workflows must not reach; nothing was sent there. Next: use another, or have an administrator add it to Outbound:Allow.");
    }
}
