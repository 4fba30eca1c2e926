namespace Runbooks.Server.Connections.Sources;

internal static class ConnectionLoading
{
    /// <summary>Brings the connections to life, before anything that needs them starts. It opens none yet.</summary>
    /// <exception cref="Hosting.ConfigurationException">A connection of the configuration is wrong.</exception>
    public static async Task LoadConnectionsAsync(this IServiceProvider services)
    {
        var registry = services.GetRequiredService<ConnectionRegistry>();
        var configured = services.GetRequiredService<ConfiguredConnections>().Read();
        var stored = await services.GetRequiredService<StoredConnections>().ReadAsync();
        foreach (var definition in stored) registry.Put(definition);
        // The configuration is nearer to the operator's hand than what was stored once.
        foreach (var definition in configured) registry.Put(definition);
        if (services.GetRequiredService<BuiltInSimulator>().Read(registry.All.Count > 0) is { } simulator) registry.Put(simulator);
    }
}
