using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Runbooks.Server.Access.Sessions;

/// <summary>Prints the sign-in link once the server listens: on the console only, never into the log.</summary>
internal sealed class SignInLinkPrinter(SignInLink link, IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await link.OfferAsync(cancellationToken) is { } token)
            lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Sign in (once, soon): {Address()}/sign-in?token={token}"));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Address()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        return address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).TrimEnd('/');
    }
}
